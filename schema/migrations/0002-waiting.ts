import { Migration } from '@mikro-orm/migrations'

/** Problems that are raised, looked at and resolved; pauses, stops and limits; and what hosts have besides slots. */
export class Waiting extends Migration {
  override up(): void {
    this.addSql(PROBLEMS)
    this.addSql(JOBS)
    this.addSql(STEPS)
    this.addSql(HOSTS)
    this.addSql(QUEUE)
  }
}

const PROBLEMS = /* sql */ `
drop index callsheet.problem_unresolved;
alter table callsheet.problem drop column condition;
alter table callsheet.problem
  add column resource     text not null,
  add column requirement  text not null,
  -- When it is looked at next; null while nobody has to look.
  add column next_check   timestamptz,
  add column checks       smallint not null default 0,
  -- When a step began to wait for it last.
  add column touched      timestamptz not null default callsheet.now();
create unique index problem_unresolved on callsheet.problem (type, resource, requirement) where resolved is null;
create index problem_next_check on callsheet.problem (next_check) where resolved is null;`

const JOBS = /* sql */ `
alter table callsheet.job
  add column paused         timestamptz,
  add column paused_by      text,
  add column stop_requested timestamptz,
  add column stop_user      text,
  -- Why the engine has given the job up, as when a limit has passed.
  add column given_up       text,
  -- How long it may queue before its first step starts, and run from there, s.
  add column queue_limit    integer check (queue_limit > 0),
  add column run_limit      integer check (run_limit > 0),
  -- When admission last let a short step of it start; it has its place in the queue before that step has begun.
  add column admitted       timestamptz,
  -- The task groups it belongs to.
  add column groups         text[] not null default '{}';
create index job_queue_limit on callsheet.job_live (started) where queue_limit is not null and run_started is null;
create index job_run_limit on callsheet.job_live (run_started) where run_limit is not null and run_started is not null;`

const STEPS = /* sql */ `
-- Wait before the first retry, s; null: what the node that ran it has set.
alter table callsheet.step add column backoff integer check (backoff >= 0);
create index step_waiting on callsheet.step (id) where state = 'WAITING';
-- A need was a category; now it says the type, too.
update callsheet.step s
set need = '{"type":' || to_json(j.type)::text || ',"category":' || to_json(s.need)::text || case when s.cleanup then ',"cleanup":true' else '' end || '}'
from callsheet.job j
where j.id = s.job_id and j.finished is null;`

const HOSTS = /* sql */ `
alter table callsheet.host
  add column encoders text[] not null default '{}',
  -- GPUs by id, with their memory in MiB.
  add column gpus     jsonb not null default '{}',
  -- The storages it reaches; null: all.
  add column reaches  text[];
alter table callsheet.placement
  add column gpu  text,
  add column vram integer not null default 0;`

const QUEUE = /* sql */ `
-- What bounds the queue besides the hosts: one row.
create table callsheet.queue (
  one              boolean primary key default true check (one),
  concurrent_jobs  integer check (concurrent_jobs > 0),
  pools            jsonb not null default '[]',
  groups           jsonb not null default '[]',
  priorities       jsonb not null default '{}'
);
insert into callsheet.queue default values;

-- What starts nothing for now: a job type, or everything (an empty type).
create table callsheet.pause (
  type       text primary key,
  at         timestamptz not null default callsheet.now(),
  user_name  text not null
);`
