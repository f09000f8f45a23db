/**
 * A raw URL as the server understands it: a path without its matrix parts, and the parameters of matrix and query
 * together. Pure, and never throws. The rules are those of wire.md §1.1–1.3.
 */
import { asUtf8 } from './charset.ts'

/** All the values of each parameter: those of the query first, so that the first one is the one that wins. */
export type ParameterValues = ReadonlyMap<string, readonly string[]>

export type Url =
  | {
      readonly is: 'url'
      /** Decoded, without the `API` prefix and without empty ones. */
      readonly segments: readonly string[]
      /** The segments encoded again, so that a `%2F` inside one never separates: `/job/VX-3`. */
      readonly path: string
      readonly parameters: ParameterValues
    }
  | { readonly is: 'bad-path' }
  | { readonly is: 'bad-parameter'; readonly name: string; readonly value: string }

/** `raw` is the request target as Node gives it: bytes that are not ASCII stand in it as Latin-1. */
export function parseUrl(raw: string): Url {
  // `curl '…?jobmetadata=title=Été'` sends the bytes as they are.
  const target = asUtf8(raw).replace(ORIGIN, '')
  const mark = target.indexOf('?')
  const pathText = mark < 0 ? target : target.slice(0, mark)
  const queryText = mark < 0 ? '' : target.slice(mark + 1)

  const segments: string[] = []
  const matrix: string[] = []
  for (const part of pathText.split('/')) {
    const [name = '', ...parameters] = part.split(';')
    const segment = decode(name)
    if (segment === undefined) return { is: 'bad-path' }
    if (segment !== '') segments.push(segment)
    matrix.push(...parameters)
  }
  if (segments[0] === 'API') segments.shift()

  const parameters = new Map<string, string[]>()
  const wrong =
    collect(queryText.replace(/^[?&]+/, '').split('&'), IN_QUERY, parameters) ??
    collect(matrix, IN_MATRIX, parameters)
  if (wrong) return wrong
  return { is: 'url', segments, path: `/${segments.map(encodeURIComponent).join('/')}`, parameters }
}

/** A proxy may send the absolute form, `http://host/API/job`. */
const ORIGIN = /^https?:\/\/[^/?]*/i

/** Whether `+` is a space in the value of that parameter: always in a query, in a matrix part only for `sort`. */
type PlusIsSpace = (name: string) => boolean
const IN_QUERY: PlusIsSpace = () => true
const IN_MATRIX: PlusIsSpace = (name) => name === 'sort'

function collect(
  pairs: readonly string[],
  plusIsSpace: PlusIsSpace,
  into: Map<string, string[]>,
): (Url & { is: 'bad-parameter' }) | undefined {
  for (const pair of pairs) {
    const [, rawName = '', rawValue = ''] = PAIR.exec(pair) ?? []
    if (rawName === '') continue
    const name = decode(rawName)
    if (name === undefined) return { is: 'bad-parameter', name: rawName, value: rawValue }
    const value = decode(plusIsSpace(name) ? rawValue.replaceAll('+', ' ') : rawValue)
    if (value === undefined) return { is: 'bad-parameter', name, value: rawValue }
    const values = into.get(name)
    if (values) values.push(value)
    else into.set(name, [value])
  }
  return undefined
}

const PAIR = /^([^=]*)(?:=(.*))?$/s

/** Undefined when the text is not percent-encoded UTF-8, or has a NUL, which PostgreSQL cannot store. */
function decode(text: string): string | undefined {
  try {
    const decoded = text.includes('%') ? decodeURIComponent(text) : text
    return decoded.isWellFormed() && !decoded.includes('\0') ? decoded : undefined
  } catch {
    return undefined
  }
}
