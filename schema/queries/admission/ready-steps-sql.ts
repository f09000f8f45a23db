import { NODES } from '../nodes/nodes-here.ts'
import { READ_AS_LOCKED } from '../transition/lock-job.ts'
import type { Depth } from './ready-steps.ts'

/** Says of this transaction whether it has the right to admit; who sees `HAS_TURN` at work has said it with an earlier statement. */
export const sayingTurn = (mine: string): string =>
  /* sql */ `set_config('callsheet.turn', (${mine})::text, true)`

const HAS_TURN = /* sql */ `current_setting('callsheet.turn', true) = 'true'`

/**
 * The jobs that have their place among those that run, where a rule asks for it. One that was admitted has it before its first
 * step has begun: by its placement, or for some seconds by the mark of `markAdmitted`. HOLD and WAITING have none (wire.md §13),
 * but a job that waits has it again as soon as a step of it is placed.
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
  join callsheet.job j on j.id = p.job_id and j.finished is null and j.state in ('READY', 'WAITING')
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

// In the order of their ids, like everybody who locks several. An array is looked up by the index; a set would be joined by reading all
// that live, were it planned while those are few.
const LOCKED = /* sql */ `, chosen as materialized (
  select f."jobId" from first f where ${HAS_TURN} order by f.priority desc, f."jobId" limit ?
), locked as materialized (
  select l.id, l.tableoid, l.ctid
  from callsheet.job l
  where l.id = any(array(select "jobId" from chosen)) and l.finished is null
  order by l.id
  for update skip locked
)`

// Ids that nobody uses are gone, and there are 2³¹.
const IDS = /* sql */ `(
    select coalesce(json_agg(nextval('callsheet.placement_id')), '[]') from chosen c join locked l on l.id = c."jobId")`

const READ_LOCKED = /* sql */ `(select coalesce(json_agg(r.job), '[]') from locked cross join lateral (${READ_AS_LOCKED}) r)`

/** How far it looks is part of the text: what is looked for in vain takes its time, and is planned with each new value. */
export const readyStepsSql = ({ perNeed, atRunning, locks }: Depth): string => /* sql */ `
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
)${atRunning ? INSIDE : ''}${locks > 0 ? LOCKED : ''}
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
  'locked', ${locks > 0 ? READ_LOCKED : "'[]'::json"},
  'ids', ${locks > 0 ? IDS : "'[]'::json"},
  'running', ${atRunning ? COUNTED : "'[]'::json"}
) as situation`
