/** The last six characters of a job's id where its number has six or more, `VX-1234567` → `234567`; a shorter one is shown whole. */
export function shortId(jobId: string): string {
  return /\d{6}$/.exec(jobId)?.[0] ?? jobId
}
