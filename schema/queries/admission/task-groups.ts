/** Reads and writes the task groups of live jobs. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** A live job with its task groups and what determines them. */
export interface GroupedJob {
  readonly id: number
  readonly type: string
  /** Rank, LOWEST 1 … IMMEDIATE 6. */
  readonly priority: number
  readonly user: string
  /** The metadata of the request. */
  readonly metadata: Readonly<Record<string, string>>
  readonly groups: readonly string[]
  /** The distinct needs of its steps. */
  readonly needs: readonly string[]
}

/** Live jobs after an id, in order. Locks nothing. Relies on the index `job_id`. */
export async function groupedJobs(
  em: EntityManager,
  afterId: number,
  limit: number,
): Promise<readonly GroupedJob[]> {
  return execute<GroupedJob>(em, PAGE, [afterId, limit])
}

/** Locks these jobs in order, then reads those that are live. Two statements, to read under the locks. */
export async function lockGrouped(
  em: EntityManager,
  jobIds: readonly number[],
): Promise<readonly GroupedJob[]> {
  await execute(em, LOCK, [jobIds])
  return execute<GroupedJob>(em, LOCKED, [jobIds])
}

/** The new groups of a job, and the changes of its needs. */
export interface ReassignedJob {
  readonly id: number
  readonly groups: readonly string[]
  readonly needs: readonly { readonly was: string; readonly need: string }[]
}

/** Writes the groups of locked jobs, and the needs of their steps, by which admission reads the queue. */
export async function writeGroups(em: EntityManager, jobs: readonly ReassignedJob[]): Promise<void> {
  await execute(em, WRITE, [JSON.stringify(jobs)])
}

const GROUPED = /* sql */ `
select j.id, j.type, j.priority, j.user_name as "user", j.groups,
  (select coalesce(jsonb_object_agg(m.key, m.value), '{}') from callsheet.metadata m where m.job_id = j.id and m.given)
    as metadata,
  array(select distinct s.need from callsheet.step s where s.job_id = j.id) as needs
from callsheet.job j
where j.finished is null`

const PAGE = /* sql */ `${GROUPED} and j.id > ?
order by j.id
limit ?`

const LOCK = /* sql */ `
select from callsheet.job where id = any(?::integer[]) and finished is null order by id for update`

const LOCKED = /* sql */ `${GROUPED} and j.id = any(?::integer[])`

const WRITE = /* sql */ `
with given as materialized (
  select * from jsonb_to_recordset(?::jsonb) as g(id integer, groups jsonb, needs jsonb)
), jobs as (
  update callsheet.job j
  set groups = array(select jsonb_array_elements_text(g.groups))
  from given g
  where j.id = g.id and j.finished is null
)
update callsheet.step s
set need = n.need
from given g
cross join jsonb_to_recordset(g.needs) as n(was text, need text)
where s.job_id = g.id and s.need = n.was`
