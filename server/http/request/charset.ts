/** Bytes as text: by the charset of the header, else the byte order mark, else the XML declaration, else UTF-8. */
import { TextDecoder } from 'node:util'
import { invalidInput } from '../answer/fault.ts'

export function decodeText(bytes: Uint8Array, charset: string | undefined): string {
  const label = markOf(bytes) ?? charset ?? declaredIn(bytes) ?? 'utf-8'
  const decoder = decoderOf(label)
  try {
    // Read, the text has no encoding any more, and must not claim one.
    return decoder.decode(bytes).replace(DECLARED, '$1')
  } catch {
    throw invalidInput('body', `is not ${decoder.encoding}`)
  }
}

/** What Node gives of a URL or a header, a character for each byte: they are UTF-8 unless they cannot be. */
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

/** The mark wins over the header: `utf-16` alone does not say which end comes first. */
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
