/** Decodes bytes by byte order mark, else by the charset header, else by XML declaration, else as UTF-8. */
import { TextDecoder } from 'node:util'
import { invalidInput } from '../answer/fault.ts'

export function decodeText(bytes: Uint8Array, charset: string | undefined): string {
  const label = markOf(bytes) ?? charset ?? declaredIn(bytes) ?? 'utf-8'
  const decoder = decoderOf(label)
  try {
    // Decoded text has no encoding; an XML parser would reject the stale declaration.
    return decoder.decode(bytes).replace(DECLARED, '$1')
  } catch {
    throw invalidInput('body', `expected text encoded as ${decoder.encoding}`)
  }
}

/** Decodes a URL or header, which Node returns as Latin-1, as UTF-8 if it is valid UTF-8. */
export function asUtf8(raw: string): string {
  if (!/[\x80-\xff]/.test(raw) || /[^\0-\xff]/.test(raw)) return raw
  const text = Buffer.from(raw, 'latin1').toString('utf8')
  return text.includes('�') ? raw : text
}

function decoderOf(label: string): TextDecoder {
  try {
    return new TextDecoder(label, { fatal: true })
  } catch {
    throw invalidInput('Content-Type', 'unknown charset', label, 415)
  }
}

/** The charset of the byte order mark. It wins over the header: `utf-16` leaves the byte order open. */
function markOf(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be'
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le'
  return undefined
}

function declaredIn(bytes: Uint8Array): string | undefined {
  return DECLARED.exec(Buffer.from(bytes.subarray(0, 128)).toString('latin1'))?.[2]
}

const DECLARED = /^(\s*<\?xml\s[^>]*?)\sencoding\s*=\s*["']([\w.-]+)["']/
