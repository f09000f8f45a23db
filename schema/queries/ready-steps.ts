import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../execute.ts'

export interface Candidate {
  readonly stepId: number
  readonly jobId: number
  readonly number: number
  readonly need: string
  readonly priority: number
  readonly runsAs: 'STARTED' | 'STARTED_ASYNCHRONOUS'
}

/** A node that can be given steps, with the capacity of its host. Nodes of one host share its slots. */
export interface NodeCapacity {
  readonly nodeId: number
  readonly hostId: string
  /** Slots by resource category. */
  readonly slots: Readonly<Record<string, number>>
}

export interface Held {
  readonly nodeId: number
  readonly hostId: string
  readonly category: string
  readonly count: number
}

/** What admission decides upon: who is ready, which nodes are here, and what is held. */
export interface Situation {
  readonly candidates: readonly Candidate[]
  readonly nodes: readonly NodeCapacity[]
  readonly held: readonly Held[]
}

/**
 * The first few ready steps of each need, the nodes and the ledger, in one snapshot. Runs under the admission lock. The
 * needs are found by hopping along the partial index `step_ready`, so the cost does not grow with the queue.
 */
export async function readySteps(em: EntityManager, perNeed: number): Promise<Situation> {
  const [row] = await execute<{ readonly situation: Situation }>(em, READY_STEPS, [perNeed])
  return row?.situation ?? { candidates: [], nodes: [], held: [] }
}

const READY_STEPS = /* sql */ `
with recursive need as (
  (select s.need from callsheet.step s where s.state = 'READY' order by s.need limit 1)
  union all
  select (select s.need from callsheet.step s where s.state = 'READY' and s.need > n.need order by s.need limit 1)
  from need n
  where n.need is not null
), candidate as (
  select s.*
  from need n
  cross join lateral (
    select s.id as "stepId", s.job_id as "jobId", s.number, s.need, s.priority, s.runs_as as "runsAs"
    from callsheet.step s
    where s.state = 'READY' and s.need = n.need
      and not exists (select from callsheet.placement p where p.step_id = s.id)
    order by s.priority desc, s.job_id
    limit ?
  ) s
  where n.need is not null
)
select jsonb_build_object(
  'candidates', (select coalesce(jsonb_agg(to_jsonb(c)), '[]') from candidate c),
  'nodes', (
    select coalesce(jsonb_agg(jsonb_build_object('nodeId', n.id, 'hostId', h.id, 'slots', h.slots) order by n.id), '[]')
    from callsheet.node n
    join callsheet.host h on h.id = n.host_id
    where n.gone is null and n.beat > callsheet.now() - interval '10 seconds'),
  'held', (
    select coalesce(jsonb_agg(to_jsonb(l)), '[]')
    from (
      select p.node_id as "nodeId", p.host_id as "hostId", p.category, count(*)::integer as count
      from callsheet.placement p
      group by p.node_id, p.host_id, p.category
    ) l)
) as situation`
