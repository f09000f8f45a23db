/** Reads the `Range` header of a request for a file (RFC 9110 §14). Pure. */

/** The first and the last byte, both included. */
export interface ByteRange {
  readonly from: number
  readonly to: number
}

/** `all` without a range, and for a range that a server may ignore: several at once, or another unit. */
export function rangeOf(header: string | undefined, size: number): ByteRange | 'all' | 'unsatisfiable' {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? []
  if (first === '' && last === '') return 'all'
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (first !== '' && last !== '' && Number(last) < Number(first)) return 'all'
  return from > to ? 'unsatisfiable' : { from, to }
}
