import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../execute.ts'
import type { QueueRules } from '../queue.ts'
import { NODES, type NodeCapacity } from './nodes-here.ts'

export interface Candidate {
  readonly stepId: number
  readonly jobId: number
  readonly number: number
  /** As `schema/need.ts` writes it. */
  readonly need: string
  readonly priority: number
  readonly runsAs: 'STARTED' | 'STARTED_ASYNCHRONOUS'
  /** How long it is ready, s. */
  readonly readyS: number
  /** Whether its job has its place among the jobs that run; false where no rule asks for it. */
  readonly running: boolean
}

export interface Held {
  readonly nodeId: number
  readonly hostId: string
  readonly category: string
  readonly gpu: string | null
  readonly count: number
  /** MiB on that GPU. */
  readonly vram: number
}

/** The jobs that run, counted by what the rules of the queue look at. */
export interface Running {
  readonly priority: number
  readonly groups: readonly string[]
  readonly count: number
}

/** What admission decides upon: who is ready, which nodes are here, what is held, and what bounds the queue. */
export interface Situation {
  readonly candidates: readonly Candidate[]
  readonly nodes: readonly NodeCapacity[]
  readonly held: readonly Held[]
  readonly rules: QueueRules
  /** Empty where no rule asks for it. */
  readonly running: readonly Running[]
}

/** How far one round of admission looks. */
export interface Look {
  /** How many ready steps of each need. */
  readonly perNeed: number
  /** Whether also at the jobs that run: needed where a rule bounds how many do. */
  readonly atRunning: boolean
}

/** As far as an admission ever looks. */
export const WIDE: Look = { perNeed: 50, atRunning: true }
/** More steps than most nodes have slots, and no more: it takes a third of the time. */
export const NARROW: Look = { perNeed: 16, atRunning: false }

/**
 * The first few ready steps of each need, the nodes, the ledger and the rules, in one snapshot. Runs under the admission lock.
 * The needs are found by hopping along the partial index `step_ready`, so the cost does not grow with the queue. Where a rule
 * bounds how many jobs run, the steps of jobs that run already are among the candidates whatever stands before them: else a
 * full queue would wait for jobs that wait for it.
 */
export async function readySteps(em: EntityManager, look: Look = WIDE): Promise<Situation> {
  return situationOf(await execute(em, readyStepsSql(look)))
}

/** What `readyStepsSql` has answered. A step may be there twice: as one of the first, and as one of a job that runs. */
export function situationOf(rows: readonly unknown[]): Situation {
  const [row] = rows as readonly { readonly situation: Situation }[]
  if (!row) throw new Error('the queue has no rules')
  const { candidates } = row.situation
  const steps = new Map(candidates.map((candidate) => [candidate.stepId, candidate] as const))
  return { ...row.situation, candidates: [...steps.values()] }
}

/**
 * The jobs that have their place among those that run, where a rule asks for it. One that was admitted has it before its first
 * step has begun: by its placement, or for some seconds by the mark of `markAdmitted`. HOLD and WAITING have none (wire.md §13).
 * Each part by an index of its own: most of the jobs that live only queue.
 */
const RUNNING = /* sql */ `
  select j.id, j.priority, j.groups
  from rules r
  join callsheet.job j on r.bound and j.finished is null and j.state = 'STARTED'
  union
  select j.id, j.priority, j.groups
  from rules r
  join callsheet.placement p on r.bound
  join callsheet.job j on j.id = p.job_id and j.finished is null and j.state = 'READY'
  union
  select j.id, j.priority, j.groups
  from rules r
  join callsheet.job j on r.bound and j.finished is null and j.state = 'READY'
    and j.admitted > callsheet.now() - interval '10 seconds'`

const candidate = (atRunning: boolean) => /* sql */ `
s.id as "stepId", s.job_id as "jobId", s.number, s.need, s.priority, s.runs_as as "runsAs",
      extract(epoch from callsheet.now() - s.changed)::float8 as "readyS",
      ${atRunning ? 's.job_id in (select id from running)' : 'false'} as running`

const INSIDE = /* sql */ `, inside as (
  select ${candidate(true)}
  from running j
  join callsheet.step s on s.job_id = j.id and s.state = 'READY' and s.need in (select need from need)
  where not exists (select from callsheet.placement p where p.step_id = s.id)
)`

/** Clean-up goes on whatever is paused: who waits for an abort must not wait for an administrator, too. */
const PAUSED = /* sql */ `(need::json->>'cleanup' is null and exists (
      select from callsheet.pause u where u.type = '' or u.type = need::json->>'type'))`

const COUNTED = /* sql */ `(
    select coalesce(json_agg(to_json(l)), '[]')
    from (
      select j.priority, j.groups, count(*)::integer as count
      from running j
      group by j.priority, j.groups
    ) l)`

/** How far it looks is part of the text: what is looked for in vain takes its time, and is planned with each new value. */
export const readyStepsSql = ({ perNeed, atRunning }: Look): string => /* sql */ `
with recursive rules as materialized (
  select q.*, q.concurrent_jobs is not null or q.pools <> '[]' or q.groups <> '[]' as bound from callsheet.queue q limit 1
), ${atRunning ? `running as materialized (${RUNNING}), ` : ''}hop as (
  (select s.need from callsheet.step s where s.state = 'READY' order by s.need limit 1)
  union all
  select (select s.need from callsheet.step s where s.state = 'READY' and s.need > h.need order by s.need limit 1)
  from hop h
  where h.need is not null
), need as (
  select need from hop where need is not null and not ${PAUSED}
), first as (
  select c.*
  from need n
  cross join lateral (
    select ${candidate(atRunning)}
    from callsheet.step s
    where s.state = 'READY' and s.need = n.need
      and not exists (select from callsheet.placement p where p.step_id = s.id)
    order by s.priority desc, s.job_id
    limit ${perNeed}
  ) c
)${atRunning ? INSIDE : ''}
select json_build_object(
  'candidates', (
    select coalesce(json_agg(to_json(c)), '[]') from (
      select * from first ${atRunning ? 'union all select * from inside' : ''}) c),
  'nodes', (${NODES}),
  'held', (
    select coalesce(json_agg(to_json(l)), '[]')
    from (
      select p.node_id as "nodeId", p.host_id as "hostId", p.category, p.gpu, count(*)::integer as count,
        sum(p.vram)::integer as vram
      from callsheet.placement p
      group by p.node_id, p.host_id, p.category, p.gpu
    ) l),
  'rules', (select jsonb_build_object('concurrentJobs', concurrent_jobs, 'pools', pools, 'groups', groups,
    'priorities', priorities) from rules),
  'running', ${atRunning ? COUNTED : "'[]'::json"}
) as situation`
