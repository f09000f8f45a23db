import { Migration } from '@mikro-orm/migrations'

/** Steps that wait for one problem want different amounts of the same thing, and it passes for each by itself. */
export class Wants extends Migration {
  override up(): void {
    this.addSql(WAITING_STEPS)
  }
}

const WAITING_STEPS = /* sql */ `
alter table callsheet.waiting_step
  -- What this step wants, such as how many bytes. Null where it was written by a node of before: as the problem says.
  add column data    jsonb,
  -- The same in words, after “waits for”. Null: the resource and the requirement of the problem.
  add column words   text,
  -- When it has passed for this step; null while it stands. A problem that is resolved has passed for all.
  add column passed  timestamptz;
create index waiting_step_passed on callsheet.waiting_step (step_id) where passed is not null;`
