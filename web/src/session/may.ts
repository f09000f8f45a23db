/** What the signed-in user may do, derived from their roles (wire.md §2.3). Pure. */

export interface May {
  /** Change jobs. */
  readonly write: boolean
  /** Give a job the priority IMMEDIATE. */
  readonly immediate: boolean
  /** Pause job types and the queue. */
  readonly administer: boolean
  /** See items. */
  readonly search: boolean
  /** Make an item of a file. */
  readonly import: boolean
  /** Make copies of items. */
  readonly transcode: boolean
}

export const NOTHING: May = {
  ...{ write: false, immediate: false, administer: false },
  ...{ search: false, import: false, transcode: false },
}

export function mayOf(roles: readonly string[]): May {
  return {
    write: roles.includes('_job_write'),
    immediate: roles.includes('_super_access_user'),
    administer: roles.includes('_administrator'),
    search: roles.includes('_item_search') && roles.includes('_item_id_read'),
    import: roles.includes('_import'),
    transcode: roles.includes('_transcode'),
  }
}
