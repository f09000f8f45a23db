import { Migration } from '@mikro-orm/migrations'

/** What is looked for every second is found by an index, however much queues or waits. */
export class Deadlines extends Migration {
  override up(): void {
    this.addSql(LIMITS)
    this.addSql(ADMITTED)
    this.addSql(PROBLEMS)
  }
}

const LIMITS = /* sql */ `
alter table callsheet.job
  -- When its time in the queue is over, from when it began to queue; and its time to run. Null while there is no such limit.
  add column queue_until timestamptz,
  add column run_until   timestamptz;
update callsheet.job
set queue_until = case when not held then started + queue_limit * interval '1 second' end,
    run_until = run_started + run_limit * interval '1 second'
where finished is null;
drop index callsheet.job_queue_limit;
drop index callsheet.job_run_limit;
create index job_queue_until on callsheet.job_live (queue_until) where queue_until is not null and run_started is null;
create index job_run_until on callsheet.job_live (run_until) where run_until is not null;`

const ADMITTED = /* sql */ `
create index job_admitted on callsheet.job_live (admitted) where admitted is not null;`

const PROBLEMS = /* sql */ `
-- Whether it has passed and all that waited for it have gone on.
alter table callsheet.problem add column settled boolean not null default false;
create index problem_unsettled on callsheet.problem (id) where resolved is not null and not settled;
-- Finds the one before of the same condition.
create index problem_passed on callsheet.problem (type, resource, requirement, resolved) where resolved is not null;`
