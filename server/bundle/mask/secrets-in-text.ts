/** Finds secrets in free text by their form: addresses, headers, assignments, tokens, keys. Pure. */
import { isSecretName } from './secret-names.ts'

export const MASK = '***'

/** The text with all secrets masked. Of a script, only texts in quotes, so that it stays a script. */
export function withoutSecrets(text: string, isScript = false): string {
  const forms = isScript ? FORMS : [...FORMS, ...LOOSE]
  return forms.reduce((masked, [pattern, replace]) => masked.replaceAll(pattern, replace), text)
}

/** The passwords of addresses such as `ftp://user:password@host`, as written and decoded. */
export function passwordsInAddresses(text: string): readonly string[] {
  return [...text.matchAll(ADDRESS)].flatMap(([, , info = '']) => {
    const password = info.includes(':') ? info.slice(info.indexOf(':') + 1) : info
    return password === MASK ? [] : [...new Set([password, decoded(password)])]
  })
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Up to the last `@` before the path: a password may have one. */
const ADDRESS = /\b([a-z][a-z0-9+.-]*:\/\/)([^\s/?#"'<>`]+)@/gi

type Form = readonly [pattern: RegExp, replace: (found: string, ...groups: string[]) => string]

/** The value of a name that is secret; the rest of the match stays. `-pass 1` of ffmpeg is no secret. */
const ofSecret: Form[1] = (found, name = '', between = '', quote = '', value = '') =>
  isSecretName(name) && value !== MASK && !NO_SECRET.test(value)
    ? `${name}${between}${quote}${MASK}${quote}`
    : found

/** A count, or the scheme before the secret. */
const NO_SECRET = /^(\d{1,2}|Basic|Bearer|Digest|token)$/i

const FORMS: readonly Form[] = [
  [/-----BEGIN ([A-Z ]*)PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g, () => MASK],
  [
    ADDRESS,
    (_found, scheme = '', info = '') =>
      `${scheme}${info.includes(':') ? `${info.split(':', 1)[0]}:` : ''}${MASK}@`,
  ],
  [
    /([?&;]|%3f|%26)([\w.~-]+)(=|%3d)([^&;#\s"'<>`]+)/gi,
    (found, mark = '', name = '', equals = '') =>
      isSecretName(name) || /^x-amz-/i.test(name) ? `${mark}${name}${equals}${MASK}` : found,
  ],
  [
    /\b(Bearer|Digest|token)(\s+)([\w+/=.~-]{8,})/g,
    (_found, scheme = '', space = '') => `${scheme}${space}${MASK}`,
  ],
  [
    /\b(Basic)(\s+)([\w+/=-]{4,})/g,
    (found, scheme = '', space = '', value = '') =>
      Buffer.from(value, 'base64').includes(':') ? `${scheme}${space}${MASK}` : found,
  ],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, () => MASK],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, () => MASK],
  // `password: 'x'`, `"apiKey": "x"`, `const token = "x"`
  [/\b([\w-]+)(["']?\s*[:=,]\s*)(["'`])((?:\\.|(?!\3)[^\\\n])*)\3/g, ofSecret],
]

const LOOSE: readonly Form[] = [
  [
    /\b(authorization)(\s*[:=]\s*)((?:Basic|Bearer|Digest|token)\s+)?([^\s"',;]+)/gi,
    (_found, name = '', between = '', scheme = '') => `${name}${between}${scheme}${MASK}`,
  ],
  // `password=x`, `--api-key x`
  [/([\w-]+)(=|:\s?)()([^\s"'`&;,<>]+)/g, ofSecret],
  [/(--?[\w-]+)( )()([^\s"'`-][^\s"'`]*)/g, ofSecret],
]
