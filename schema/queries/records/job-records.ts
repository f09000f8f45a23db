/** Reads what the tables have on a job and its documents leave out, for the report of a bug. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** A step as it is stored. */
export interface StepRecord {
  readonly number: number
  readonly name: string
  readonly state: string
  readonly attempt: number
  readonly tries: number
  readonly need: string
  readonly runsAs: string
  readonly after: readonly number[]
  readonly alongside: readonly number[]
  readonly critical: boolean
  readonly cleanup: boolean
  readonly result: unknown
  readonly errorMessage: string | null
  /** The script that it runs, with the limits of its definition. */
  readonly script: { readonly source: string; readonly metadata: Readonly<Record<string, string>> } | null
}

/** One run of a step, and where it ran. */
export interface AttemptRecord {
  readonly step: number
  readonly attempt: number
  readonly state: string
  /** ISO 8601. */
  readonly started: string
  readonly changed: string
  readonly errorMessage: string | null
  readonly node: string | null
  readonly host: string | null
}

/** An agent that runs, or that has run the job. */
export interface NodeRecord {
  readonly name: string
  readonly host: string
  /** ISO 8601. */
  readonly started: string
  readonly beat: string
  readonly gone: string | null
  readonly draining: boolean
  readonly mediaTrouble: string | null
}

export interface HostRecord {
  readonly id: string
  readonly name: string
  readonly slots: Readonly<Record<string, number>>
  readonly encoders: readonly string[]
  readonly gpus: Readonly<Record<string, number>>
  readonly reaches: readonly string[] | null
}

export interface JobRecords {
  readonly steps: readonly StepRecord[]
  readonly attempts: readonly AttemptRecord[]
  readonly nodes: readonly NodeRecord[]
  /** Those of the nodes. */
  readonly hosts: readonly HostRecord[]
  readonly postgres: string
}

/** Locks nothing. Relies on the indexes of steps and attempts by job. */
export async function readJobRecords(em: EntityManager, jobId: number): Promise<JobRecords> {
  const [row] = await execute<{ readonly records: JobRecords }>(em, READ_RECORDS, [jobId])
  return row?.records ?? { steps: [], attempts: [], nodes: [], hosts: [], postgres: '' }
}

const READ_RECORDS = /* sql */ `
with asked (job) as (values (?::integer)), ran as (
  select a.*, s.number, n.name as node_name, n.host_id
  from asked
  join callsheet.attempt a on a.job_id = asked.job
  join callsheet.step s on s.job_id = asked.job and s.id = a.step_id
  left join callsheet.node n on n.id = a.node_id
), known as (
  select * from callsheet.node where gone is null or id in (select node_id from ran)
)
select jsonb_build_object(
  'postgres', current_setting('server_version'),
  'steps', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'number', s.number, 'name', s.name, 'state', s.state, 'attempt', s.attempt, 'tries', s.tries, 'need', s.need,
      'runsAs', s.runs_as, 'after', s.after, 'alongside', s.alongside, 'critical', s.critical, 'cleanup', s.cleanup,
      'result', s.result, 'errorMessage', s.error_message,
      'script', case when c.name is not null then jsonb_build_object('source', c.source, 'metadata', c.metadata) end
    ) order by s.number), '[]')
    from asked
    join callsheet.step s on s.job_id = asked.job
    left join callsheet.script c on c.name = s.name),
  'attempts', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'step', r.number, 'attempt', r.attempt, 'state', r.state, 'started', r.started, 'changed', r.changed,
      'errorMessage', r.error_message, 'node', r.node_name, 'host', r.host_id) order by r.id), '[]')
    from ran r),
  'hosts', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', h.id, 'name', h.name, 'slots', h.slots, 'encoders', h.encoders, 'gpus', h.gpus, 'reaches', h.reaches
    ) order by h.name), '[]')
    from callsheet.host h
    where h.id in (select k.host_id from known k)),
  'nodes', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'name', k.name, 'host', k.host_id, 'started', k.started, 'beat', k.beat, 'gone', k.gone, 'draining', k.draining,
      'mediaTrouble', k.media_trouble) order by k.id), '[]')
    from known k)
) as records`

/** The user that may read jobs and definitions, an administrator first; undefined if there is none. */
export async function findReader(em: EntityManager): Promise<string | undefined> {
  const [row] = await execute<{ readonly name: string }>(em, FIND_READER)
  return row?.name
}

const FIND_READER = /* sql */ `
select u.name
from callsheet.user_account u, callsheet.roles_of(u.name) as held (roles)
where not u.disabled
  and ('_super_access_user' = any (held.roles) or held.roles @> array['_job_read', '_taskdefinition_read'])
order by '_super_access_user' = any (held.roles) desc, u.name
limit 1`
