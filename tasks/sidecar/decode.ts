/** Reads the bytes of a text by its byte order mark, by what its XML declares, or by what they look like. */
import { Unreadable } from './cue.ts'

/** Without a byte order mark; with `\n` as the end of lines. */
export function decoded(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes)
  try {
    const text = new TextDecoder(encoding ?? 'utf-8', { fatal: true }).decode(bytes)
    return text.replaceAll(/\r\n?/g, '\n')
  } catch {
    if (encoding !== undefined) throw new Unreadable(`it is no ${encoding} text`)
    return new TextDecoder('windows-1252').decode(bytes).replaceAll(/\r\n?/g, '\n')
  }
}

/** Undefined if the bytes do not say; then it is UTF-8, or the encoding of old files. */
function encodingOf(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first !== 0 && second === 0) return 'utf-16le'
  if (first === 0 && second !== 0 && second !== undefined) return 'utf-16be'
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200))
  const declared = /^\s*<\?xml[^>]*\sencoding=["']([\w.:-]{1,40})["']/.exec(start)?.[1]
  return declared === undefined ? undefined : known(declared)
}

function known(label: string): string {
  try {
    return new TextDecoder(label).encoding
  } catch {
    throw new Unreadable(`it declares the unknown encoding “${label}”`)
  }
}
