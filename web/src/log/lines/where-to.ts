/** Decides from a scroll event whether to follow the end of the log. Pure. */

export interface Place {
  /** The scroll position, px. */
  readonly top: number
  /** The maximum scroll position, px. */
  readonly end: number
}

/**
 * Scrolling up ends following, scrolling down to the end starts it. Changes in height also move the position,
 * and are ignored.
 */
export function whereTo(following: boolean, before: Place | undefined, { top, end }: Place): boolean {
  const isAtEnd = end - top <= NEAR
  const isUp = before !== undefined && top < before.top - 1
  if (following) return !isUp || isAtEnd
  return isAtEnd && before !== undefined && top > before.top
}

/** The tolerance at the end, px: half a line. */
const NEAR = 12
