/** What came of an action, as a sentence for people. Pure. */
import { Refusal } from '../api/refusal.ts'

/** Why nothing was done. */
export function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return 'It did not work.'
  if (error instanceof Refusal && error.status === 403)
    return `You may not do this. ${error.message} Who administers the server can give you the role.`
  return error.message
}

/** `1 job`, `1 200 jobs`. */
export function jobs(count: number): string {
  return `${count.toLocaleString()} ${count === 1 ? 'job' : 'jobs'}`
}
