/**
 * What a node says once a second on its own session: that it is there. The answer has no row when the node was declared
 * gone, and otherwise the placements that stand, those of jobs whose abort was asked for, those of jobs that have failed, and the
 * jobs that were asked to stop.
 */
export const BEAT = /* sql */ `
with beat as (
  update callsheet.node set beat = callsheet.now() where id = $1 and gone is null returning id
)
select coalesce(jsonb_agg(jsonb_build_object('placement', p.id, 'jobId', p.job_id, 'carrier', p.carrier))
         filter (where p.id is not null), '[]') as placements,
       coalesce(array_agg(p.id) filter (where j.abort_requested is not null and not s.cleanup), '{}') as aborted,
       coalesce(array_agg(p.id) filter (where case when s.cleanup then j.cleanup_given_up is not null
         else j.given_up is not null or exists (
           select from callsheet.step f
           where f.job_id = p.job_id and f.state = 'FAILED_FATAL' and f.critical and not f.cleanup) end), '{}') as futile,
       coalesce(array_agg(distinct p.job_id) filter (where j.stop_requested is not null), '{}') as stopped
from beat
left join callsheet.placement p on p.node_id = beat.id
left join callsheet.step s on s.id = p.step_id
left join callsheet.job j on j.id = p.job_id and j.finished is null
group by beat.id`

export interface Beat {
  readonly placements: readonly {
    readonly placement: number
    readonly jobId: number
    readonly carrier: string
  }[]
  readonly aborted: readonly number[]
  /** Of jobs of which a critical step has failed, or that were given up, and clean-up that was given up: what still runs of them is for nothing. */
  readonly futile: readonly number[]
  /** Jobs that were asked to stop with what they have. */
  readonly stopped: readonly number[]
}
