import type { Statement } from '../../sql/execute.ts'

export interface PlacementDecision {
  readonly stepId: number
  readonly jobId: number
  readonly nodeId: number
  readonly hostId: string
  readonly category: string
  /** The GPU it gets, and how much of its memory, MiB. */
  readonly gpu: string | null
  readonly vram: number
}

/** A placement that is written with the begin of its step. */
export interface NewPlacement extends PlacementDecision {
  readonly id: number
  /** As `Placed` has it. */
  readonly carrier: string
}

export interface Placed {
  readonly id: number
  readonly jobId: number
  readonly nodeId: number
  /** The id the carrier's job is to have. */
  readonly carrier: string
}

/**
 * Writes the placements that `capacity.ts` decided, for steps that are still ready and nodes that are still here. Runs under the
 * admission lock, so two nodes never place the same step; what was withdrawn or placed meanwhile, or whose node has left, is
 * left out of the answer (`Placed`). A node that is about to leave waits for the transaction: what carries its steps stays that long.
 */
export function writePlacements(decided: readonly PlacementDecision[]): Statement {
  const values = JSON.stringify(decided)
  return [PLACE_STEPS, [values, values]]
}

/** Asks for ids of so many placements that are to be. */
export function numberingPlacements(count: number): Statement {
  return [NUMBER_PLACEMENTS, [count]]
}

export function numbersOf(rows: readonly unknown[]): readonly number[] {
  return (rows as readonly { readonly id: number }[]).map(({ id }) => id)
}

const NUMBER_PLACEMENTS = /* sql */ `select nextval('callsheet.placement_id')::integer as id from generate_series(1, ?::integer)`

const PLACE_STEPS = /* sql */ `
with here as materialized (
  select id from callsheet.node
  where gone is null and id in (select "nodeId" from jsonb_to_recordset(?::jsonb) as d("nodeId" integer))
  order by id
  for share
), decided as materialized (
  select d.*, s.job_id
  from jsonb_to_recordset(?::jsonb) as d("stepId" integer, "nodeId" integer, "hostId" text, category text, gpu text, vram integer)
  join callsheet.step s on s.id = d."stepId" and s.state = 'READY'
  where d."nodeId" in (select id from here)
  for update of s skip locked
)
insert into callsheet.placement (step_id, job_id, node_id, host_id, category, gpu, vram)
select "stepId", job_id, "nodeId", "hostId", category, gpu, vram from decided
on conflict (step_id) do nothing
returning id, job_id as "jobId", node_id as "nodeId", carrier`
