import type { EntityManager } from '@mikro-orm/postgresql'

/** The job that a user's request with this key has made, and the fingerprint of that request. Locks nothing. */
export async function madeBefore(
  em: EntityManager,
  user: string,
  key: string,
): Promise<{ readonly jobId: number; readonly fingerprint: string } | undefined> {
  const [row] = await em.execute<{ readonly jobId: number; readonly fingerprint: string }[]>(MADE, [
    user,
    key,
  ])
  return row
}

const MADE = /* sql */ `
select job_id as "jobId", fingerprint from callsheet.idempotency where user_name = ? and key = ?`

/** Deletes the keys that are older than a day. Expects `idempotency_at`. */
export async function forgetKeys(em: EntityManager): Promise<void> {
  await em.execute(`delete from callsheet.idempotency where at < callsheet.now() - interval '24 hours'`)
}
