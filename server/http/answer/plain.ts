/** Writes an answer as text/plain: the only place where its lines and columns are joined (wire.md §3.3). */
import { onOneLine } from '../../../schema/codec/one-line.ts'

/** One value without a line end; lines, each of one text or of columns; or a text with lines of its own. */
export type Plain = string | readonly Line[] | { readonly verbatim: string }
type Line = string | readonly string[]

/** Ends each line with CRLF and separates columns by tabs; no value adds a line or column of its own. */
export function writePlain(plain: Plain): string {
  if (typeof plain === 'string') return onOneLine(plain)
  if ('verbatim' in plain) return plain.verbatim
  return plain.map((line) => `${[line].flat().map(onOneLine).join('\t')}\r\n`).join('')
}
