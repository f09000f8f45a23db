/** Reads and writes the metadata of a job while one of its steps runs. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** The attempt that writes: it must still hold its placement. */
export interface WritingAttempt {
  readonly jobId: number
  /** The id of the placement. */
  readonly run: number
}

/** One value as it is now; undefined if the job has no such key. */
export async function readJobDatum(
  em: EntityManager,
  jobId: number,
  key: string,
): Promise<string | undefined> {
  const one = 'select value from callsheet.metadata where job_id = ? and key = ?'
  const [row] = await execute<{ readonly value: string }>(em, one, [jobId, key])
  return row?.value
}

export async function readJobKeys(em: EntityManager, jobId: number): Promise<readonly string[]> {
  const all = 'select key from callsheet.metadata where job_id = ? order by key'
  return (await execute<{ readonly key: string }>(em, all, [jobId])).map(({ key }) => key)
}

/** False if the attempt has lost its placement: then nothing was written. */
export async function writeJobData(
  em: EntityManager,
  { jobId, run }: WritingAttempt,
  key: string,
  value: string,
): Promise<boolean> {
  const written = await execute(em, WRITE, [jobId, key, value, run])
  return written.length > 0
}

/** The lock keeps the placement until the row is written. */
const WRITE = /* sql */ `
insert into callsheet.metadata (job_id, key, value, given)
select ?::integer, ?, ?, false from (select from callsheet.placement where id = ? for share) as held
on conflict (job_id, key) do update set value = excluded.value
returning key`

/** False if the attempt has lost its placement: then nothing was deleted. */
export async function deleteJobData(
  em: EntityManager,
  { jobId, run }: WritingAttempt,
  key: string,
): Promise<boolean> {
  const [row] = await execute<{ readonly held: boolean }>(em, DELETE, [run, jobId, key])
  return row?.held ?? false
}

const DELETE = /* sql */ `
with held as (
  select id from callsheet.placement where id = ? for share
), deleted as (
  delete from callsheet.metadata m using held where m.job_id = ? and m.key = ?
)
select exists (select from held) as held`

/** Whether the step waited for a condition before this attempt. */
export async function hasWaited(em: EntityManager, jobId: number, step: number): Promise<boolean> {
  const [row] = await execute<{ readonly event: string }>(em, LAST, [jobId, step])
  return row?.event === 'problem-resolved'
}

/** The start of the attempt itself comes last. */
const LAST = /* sql */ `
select event from callsheet.history
where job_id = ? and step = ? and event not in ('started-asynchronously', 'started', 'placed')
order by id desc limit 1`
