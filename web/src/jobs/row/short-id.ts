/** Shortens job ids for the list. */

/** The last six digits of a longer number, `VX-1234567` → `234567`; otherwise the whole id. */
export function shortId(jobId: string): string {
  return /\d{6}$/.exec(jobId)?.[0] ?? jobId
}
