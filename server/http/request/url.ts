/** Parses a raw URL into a path and the parameters of its query and matrix parts (wire.md §1.1–1.3). Pure. */
import { asUtf8 } from './charset.ts'

/** All values of each parameter. Those of the query come first, so that they win over matrix parameters. */
export type ParameterValues = ReadonlyMap<string, readonly string[]>

export type Url =
  | {
      readonly is: 'url'
      /** Decoded, without the `API` prefix and without empty segments. */
      readonly segments: readonly string[]
      /** The segments, encoded again so that a `%2F` inside one is not a separator: `/job/VX-3`. */
      readonly path: string
      readonly parameters: ParameterValues
    }
  | { readonly is: 'bad-path' }
  | { readonly is: 'bad-parameter'; readonly name: string; readonly value: string }

/** `raw` is the request target as Node returns it, one Latin-1 character per byte. Never throws. */
export function parseUrl(raw: string): Url {
  // `curl '…?jobmetadata=title=Été'` sends bytes that are not percent-encoded.
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

/** The start of the absolute form, which a proxy may send: `http://host/API/job`. */
const ORIGIN = /^https?:\/\/[^/?]*/i

/**
 * Whether `+` in the value of a parameter means a space: always in a query; in a matrix part only for `sort`.
 */
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

/** Undefined if the text is not percent-encoded UTF-8, or contains NUL, which PostgreSQL cannot store. */
function decode(text: string): string | undefined {
  try {
    const decoded = text.includes('%') ? decodeURIComponent(text) : text
    return decoded.isWellFormed() && !decoded.includes('\0') ? decoded : undefined
  } catch {
    return undefined
  }
}
