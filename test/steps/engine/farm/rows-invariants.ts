/** The invariants of all rows of a farm, written in SQL and independently of the engine. */
import assert from 'node:assert/strict'
import type { Parts } from './parts.ts'

/** Makes an admission fail, with a `trouble` event, if it assigns a slot or GPU memory twice. */
export async function guardLedger(parts: Parts): Promise<void> {
  await parts.rows(GUARD)
  await parts.rows(`create trigger guard after insert on callsheet.placement
    referencing new table as given for each statement execute function callsheet.guard_ledger()`)
}

// IMMEDIATE jobs and clean-up may exceed slots, but never GPU memory.
const GUARD = /* sql */ `
create function callsheet.guard_ledger() returns trigger language plpgsql as $$
begin
  if exists (
    select from given g
    join callsheet.host h on h.id = g.host_id
    join callsheet.step s on s.id = g.step_id
    where s.priority < 6 and not s.cleanup and (
      select count(*)
      from callsheet.placement p
      join callsheet.step o on o.id = p.step_id and not o.cleanup
      where p.host_id = g.host_id and p.category = g.category
    ) > (h.slots->>g.category)::integer
  ) then raise exception 'a slot is given twice'; end if;
  if exists (
    select from callsheet.placement p
    join callsheet.host h on h.id = p.host_id
    where p.gpu is not null
    group by h.id, p.gpu
    having sum(p.vram) > (h.gpus->>p.gpu)::integer
  ) then raise exception 'GPU memory is given twice'; end if;
  return null;
end $$`

/**
 * No step started before its dependencies ended, times never decrease, and every step that a problem lists
 * waits.
 */
export async function rowsAreSound(parts: Parts): Promise<void> {
  assert.deepEqual(await parts.rows(TOO_EARLY), [], 'steps that started before their dependencies ended')
  assert.deepEqual(await parts.rows(BACK), [], 'history rows with a time before that of the previous row')
  assert.deepEqual(
    await parts.rows(NOT_WAITING),
    [],
    'steps that an unresolved problem lists but that do not wait',
  )
}

const TOO_EARLY = /* sql */ `
select h.job_id, h.step, dependency
from callsheet.history h
join callsheet.step s on s.job_id = h.job_id and s.number = h.step
cross join unnest(s.after) as dependency
join callsheet.step d on d.job_id = h.job_id and d.number = dependency and d.cleanup = s.cleanup
where h.event in ('started', 'started-asynchronously') and not exists (
  select from callsheet.history e
  where e.job_id = h.job_id and e.step = dependency and e.id < h.id
    and (e.became = 'FINISHED' or e.became = 'FAILED_FATAL' and (not d.critical or d.cleanup)))`

const BACK = /* sql */ `
select job_id, event, at, before
from (select *, lag(at) over (partition by job_id order by id) as before from callsheet.history) h
where at < before`

const NOT_WAITING = /* sql */ `
select w.job_id, s.number, s.state
from callsheet.waiting_step w
join callsheet.problem p on p.id = w.problem_id
left join callsheet.step s on s.id = w.step_id
where p.resolved is null and s.state is distinct from 'WAITING'`
