/** Writes the placements that admission decided. */
import type { Statement } from '../../sql/execute.ts'
import type { ChangeRow } from '../transition/change-rows.ts'

/** A step and the node that it is placed on, as `capacity.ts` decides. */
export interface PlacementDecision extends Omit<ChangeRow<'placed'>, 'id'> {
  readonly runsAs: 'STARTED' | 'STARTED_ASYNCHRONOUS'
}

export interface Placed {
  readonly id: number
  readonly jobId: number
  readonly nodeId: number
  /** Its step runs inside the transaction that records its end. */
  readonly transactional: boolean
}

/**
 * Writes placements for steps that are still ready and nodes that are still alive. Steps that were withdrawn
 * or placed meanwhile, or whose node has left, are missing from the answer (`placedOf`). Requires the
 * admission lock, so two nodes never place the same step. A node that leaves waits for the transaction.
 */
export function writePlacements(decisions: readonly PlacementDecision[]): Statement {
  const values = JSON.stringify(decisions)
  return [WRITE_PLACEMENTS, [values, values]]
}

const WRITE_PLACEMENTS = /* sql */ `
with here as materialized (
  select id from callsheet.node
  where gone is null and id in (select "nodeId" from jsonb_to_recordset(?::jsonb) as d("nodeId" integer))
  order by id
  for share
), decided as materialized (
  select d.*, s.job_id, s.runs_as
  from jsonb_to_recordset(?::jsonb) as d("stepId" integer, "jobId" integer, "nodeId" integer, "hostId" text, category text, gpu text, vram integer)
  join callsheet.step s on s.job_id = d."jobId" and s.id = d."stepId" and s.state = 'READY'
  where d."nodeId" in (select id from here)
  for update of s skip locked
), placed as (
  insert into callsheet.placement (step_id, job_id, node_id, host_id, category, gpu, vram)
  select "stepId", job_id, "nodeId", "hostId", category, gpu, vram from decided
  on conflict (step_id) do nothing
  returning id, step_id
)
select json_build_object('id', p.id, 'jobId', d.job_id, 'nodeId', d."nodeId", 'transactional', d.runs_as = 'STARTED') as placed
from placed p
join decided d on d."stepId" = p.step_id`

/** The answer of `writePlacements`. */
export function placedOf(rows: readonly unknown[]): readonly Placed[] {
  return (rows as readonly { readonly placed: Placed }[]).map(({ placed }) => placed)
}
