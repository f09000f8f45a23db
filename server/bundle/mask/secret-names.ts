/** Recognizes names whose values are secrets. Pure. */

/** Whether a key, property, variable or parameter of this name has a secret: `apiKey`, `ADMIN_PASSWORD`. */
export function isSecretName(name: string): boolean {
  if (/passw|passphrase|secret|token|api_?key|access_?key|credential/i.test(name)) return true
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').split(/[^A-Za-z0-9]+/)
  // “key” alone is half of a pair of key and value.
  return words.length > 0 && name !== 'key' && words.some((word) => SECRET_WORDS.has(word.toLowerCase()))
}

const SECRET_WORDS: ReadonlySet<string> = new Set([
  ...[
    'pass',
    'pwd',
    'pw',
    'key',
    'keys',
    'auth',
    'authorization',
    'cookie',
    'cookies',
    'signature',
    'sig',
    'pin',
  ],
])
