/** Checks whole numbers of configuration documents. */
import { invalidInput } from '../http/answer/fault.ts'

/** The bounds of the settings CONCURRENT_JOBS and JOB_POOLS. */
export const MOST_CONCURRENT_JOBS = 100_000
export const MOST_PLACES = 999_999

/** Throws `invalidInput` for a number that is not from 1 to `most`. */
export function wholeNumber(at: string, value: number, most: number): number {
  if (value >= 1 && value <= most) return value
  throw invalidInput(at, `expected an integer from 1 to ${most}, got “${value}”`, String(value))
}
