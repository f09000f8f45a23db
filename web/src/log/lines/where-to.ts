/** Whether who scrolls still wants to see the newest line. Pure. */

export interface Place {
  /** How far it is scrolled, px. */
  readonly top: number
  /** How far it can be, px. */
  readonly end: number
}

/** Going up ends following, going down to the end begins it. Lines that grow or go move the place, too: that is no wish. */
export function whereTo(following: boolean, before: Place | undefined, { top, end }: Place): boolean {
  const isAtEnd = end - top <= NEAR
  const isUp = before !== undefined && top < before.top - 1
  if (following) return !isUp || isAtEnd
  return isAtEnd && before !== undefined && top > before.top
}

/** px: half a line. */
const NEAR = 12
