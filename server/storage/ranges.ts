/** Ranges of numbers as parameters: `100-`, `-200`, `100-200`. */
import type { Kind } from '../http/request/parameter-kinds.ts'

/** Both bounds are inclusive. */
export interface Bounds {
  readonly least?: number
  readonly most?: number
}

export const rangeKind: Kind<Bounds> = {
  name: 'string',
  expected: 'a range such as 100-200',
  read: ([text = '']) => {
    const [, least = '', most = ''] = /^\s*(\d*)\s*-\s*(\d*)\s*$/.exec(text) ?? []
    const isRange = /^\s*\d*\s*-\s*\d*\s*$/.test(text)
    if (!isRange) return { wrong: text }
    return { value: { ...(least && { least: Number(least) }), ...(most && { most: Number(most) }) } }
  },
}

/** A number that is unknown is in a range without bounds only. Pure. */
export function isInRange(number: number | undefined, { least, most }: Bounds = {}): boolean {
  if (number === undefined) return least === undefined && most === undefined
  return (least === undefined || number >= least) && (most === undefined || number <= most)
}
