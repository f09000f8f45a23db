/** What the signed-in user may do, derived from their roles (wire.md §2.3). Pure. */

export interface May {
  /** Change jobs. */
  readonly write: boolean
  /** Give a job the priority IMMEDIATE. */
  readonly immediate: boolean
  /** Pause job types and the queue. */
  readonly administer: boolean
}

export const NOTHING: May = { write: false, immediate: false, administer: false }

export function mayOf(roles: readonly string[]): May {
  return {
    write: roles.includes('_job_write'),
    immediate: roles.includes('_super_access_user'),
    administer: roles.includes('_administrator'),
  }
}
