import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../execute.ts'

export interface Decided {
  readonly stepId: number
  readonly nodeId: number
  readonly hostId: string
  readonly category: string
}

export interface Placed {
  readonly id: number
  readonly jobId: number
  readonly nodeId: number
  /** The id the carrier's job is to have. */
  readonly carrier: string
}

/**
 * Writes the placements that `capacity.ts` decided, for steps that are still ready. Runs under the admission lock, so two
 * nodes never place the same step; a step that was withdrawn or placed meanwhile is left out of the answer.
 */
export async function placeSteps(em: EntityManager, decided: readonly Decided[]): Promise<readonly Placed[]> {
  return execute<Placed>(em, PLACE_STEPS, [JSON.stringify(decided)])
}

const PLACE_STEPS = /* sql */ `
with decided as materialized (
  select d.*, s.job_id
  from jsonb_to_recordset(?::jsonb) as d("stepId" integer, "nodeId" integer, "hostId" text, category text)
  join callsheet.step s on s.id = d."stepId" and s.state = 'READY'
  for update of s skip locked
)
insert into callsheet.placement (step_id, job_id, node_id, host_id, category)
select "stepId", job_id, "nodeId", "hostId", category from decided
on conflict (step_id) do nothing
returning id, job_id as "jobId", node_id as "nodeId", carrier`
