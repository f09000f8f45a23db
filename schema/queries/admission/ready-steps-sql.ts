/** The statement that admission reads the queue with. */
import { NODES } from '../nodes/nodes-here.ts'
import { READ_AS_LOCKED } from '../transition/lock-job.ts'

/** How much of the queue one round reads. */
export interface Depth {
  /** Ready steps of each need. */
  readonly perNeed: number
  /** Whether running jobs are read: needed where a rule limits them. */
  readonly atRunning: boolean
  /** Most jobs that are locked and read as well. */
  readonly locks: number
}

/** The most that an admission ever reads. */
export const WIDE: Depth = { perNeed: 50, atRunning: true, locks: 0 }
/** As many steps as most nodes have slots: a third of the time of `WIDE`. */
export const NARROW: Depth = { perNeed: 16, atRunning: false, locks: 16 }

/** Records whether this transaction holds the admission lock. Send it before a statement with `HAS_LOCK`. */
export const noteAdmissionLock = (acquired: string): string =>
  /* sql */ `set_config('callsheet.admitting', (${acquired})::text, true)`

const HAS_LOCK = /* sql */ `current_setting('callsheet.admitting', true) = 'true'`

/**
 * The jobs that count against the queue limits, read only where a rule sets one. An admitted job counts by
 * its placement before its first step starts. HOLD and WAITING do not count (wire.md §13); a waiting job
 * counts again as soon as a step of it is placed. Each part has its own index, because most live jobs only
 * queue.
 */
export const RUNNING = /* sql */ `
  select j.id, j.priority, j.groups
  from rules r
  join callsheet.job j on r.bound and j.finished is null and j.state = 'STARTED'
  union
  select j.id, j.priority, j.groups
  from rules r
  join callsheet.placement p on r.bound
  join callsheet.job j on j.id = p.job_id and j.finished is null and j.state in ('READY', 'WAITING')`

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

/** Clean-up ignores pauses: an abort must not wait for an administrator. */
const PAUSED = /* sql */ `(need::json->>'cleanup' is null and exists (
      select from callsheet.pause u where u.type = '' or u.type = need::json->>'type'))`

const COUNTED = /* sql */ `(
    select coalesce(json_agg(to_json(l)), '[]')
    from (
      select j.priority, j.groups, count(*)::integer as count
      from running j
      group by j.priority, j.groups
    ) l)`

// Lock order: by id, as in every statement that locks several jobs. The ids are an array, which is looked up
// by the index; a set would be joined by reading all live jobs if it was planned while they were few.
const LOCKED = /* sql */ `, chosen as materialized (
  select f."jobId" from first f where ${HAS_LOCK} and f."runsAs" = 'STARTED_ASYNCHRONOUS'
  order by f.priority desc, f."jobId" limit ?
), locked as materialized (
  select l.id, l.tableoid, l.ctid
  from callsheet.job l
  where l.id = any(array(select "jobId" from chosen)) and l.finished is null
  order by l.id
  for update skip locked
)`

const IDS = /* sql */ `(select coalesce(json_agg(nextval('callsheet.placement_id')), '[]') from chosen)`

const READ_LOCKED = /* sql */ `(select coalesce(json_agg(r.job), '[]') from locked cross join lateral (${READ_AS_LOCKED}) r)`

/** The depth is part of the text, so each depth is a separate statement with its own plan. */
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
) as snapshot`
