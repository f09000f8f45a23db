/** The heartbeat statement of a node, and its answer. */
import type { Delivery } from './fetch-placements.ts'

/**
 * Runs once a second on the session of the node. Returns no row if the node was declared dead; otherwise the
 * node's placements, those to abort, those that are futile, and the jobs to stop.
 */
export const BEAT = /* sql */ `
with beat as (
  update callsheet.node set beat = callsheet.now() where id = $1 and gone is null returning id
)
select json_build_object(
  'placements', coalesce(json_agg(json_build_object('placement', p.id, 'jobId', p.job_id,
    'transactional', s.runs_as = 'STARTED', 'fetched', p.fetched is not null)) filter (where p.id is not null), '[]'),
  'aborted', coalesce(json_agg(p.id) filter (where j.abort_requested is not null and not s.cleanup), '[]'),
  'futile', coalesce(json_agg(p.id) filter (where case when s.cleanup then j.cleanup_given_up is not null
    else j.given_up is not null or exists (
      select from callsheet.step f
      where f.job_id = p.job_id and f.state = 'FAILED_FATAL' and f.critical and not f.cleanup) end), '[]'),
  'stopped', coalesce(json_agg(distinct p.job_id) filter (where j.stop_requested is not null), '[]')) as beat
from beat
left join callsheet.placement p on p.node_id = beat.id
left join lateral (
  -- The limit keeps this a lookup by the key of the job's partition.
  select s.runs_as, s.cleanup from callsheet.step s where s.job_id = p.job_id and s.id = p.step_id limit 1
) s on true
left join callsheet.job j on j.id = p.job_id and j.finished is null
group by beat.id`

export interface Beat {
  readonly placements: readonly (Delivery & { readonly fetched: boolean })[]
  readonly aborted: readonly number[]
  /** Placements of jobs that have failed or were given up, and of clean-up that was given up. */
  readonly futile: readonly number[]
  /** Jobs that a client has stopped. */
  readonly stopped: readonly number[]
}
