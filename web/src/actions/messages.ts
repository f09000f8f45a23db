/** Messages about the outcome of an action. Pure. */
import { Refusal } from '../api/refusal.ts'

/** Why an action failed. */
export function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return 'Something went wrong.'
  if (error instanceof Refusal && error.status === 403)
    return `Permission denied. ${error.message} An administrator can grant you the role.`
  return error.message
}

/** `1 job`, `1,200 jobs`. */
export function jobs(count: number): string {
  return `${count.toLocaleString()} ${count === 1 ? 'job' : 'jobs'}`
}
