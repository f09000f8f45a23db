/** Reads the slots of all hosts, and the steps that hold them. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

export interface SlotsInUse {
  /** The name of the host. */
  readonly host: string
  readonly category: string
  readonly total: number
  readonly holders: readonly {
    readonly jobId: number
    /** The number of the step. */
    readonly step: number
    /** The name of the node. */
    readonly node: string
  }[]
}

/** The slots of the hosts that have a live node, by host and category. Locks nothing. */
export async function slotsInUse(em: EntityManager): Promise<readonly SlotsInUse[]> {
  return execute<SlotsInUse>(em, IN_USE)
}

const IN_USE = /* sql */ `
select h.name as host, c.key as category, c.value::integer as total, (
  select coalesce(json_agg(json_build_object('jobId', p.job_id, 'step', s.number, 'node', n.name) order by p.id), '[]')
  from callsheet.placement p
  join callsheet.step s on s.job_id = p.job_id and s.id = p.step_id
  join callsheet.node n on n.id = p.node_id
  where p.host_id = h.id and p.category = c.key
) as holders
from callsheet.host h
cross join lateral jsonb_each_text(h.slots) c
where c.value::integer > 0 and exists (
  select from callsheet.node n
  where n.host_id = h.id and n.gone is null and n.beat > callsheet.now() - interval '10 seconds')
order by h.name, h.id, c.key`
