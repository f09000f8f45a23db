/** Moves the keyboard cursor through the job list. Pure. */

/** The new row, from 0; undefined for any other key. `page`: rows on the screen. */
export function moved(key: string, from: number, count: number, page: number): number | undefined {
  const to = MOVES[key]?.(from, count, page)
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to))
}

const MOVES: Readonly<Record<string, (from: number, count: number, page: number) => number>> = {
  ArrowDown: (from) => from + 1,
  ArrowUp: (from) => from - 1,
  PageDown: (from, _, page) => from + page,
  PageUp: (from, _, page) => from - page,
  Home: () => 0,
  End: (_, count) => count - 1,
}
