import { Migration } from '@mikro-orm/migrations'

/**
 * The time is that at which a statement began, no longer that at which its transaction did. What is written because of what another has
 * committed is by that never earlier: a step that gets a slot began when the one before had ended, and the times of a job's history,
 * of which each is written under the job's lock, do not go back.
 */
export class Clock extends Migration {
  override up(): void {
    this.addSql(CLOCK)
  }
}

const CLOCK = /* sql */ `
create or replace function callsheet.now() returns timestamptz language sql stable parallel safe
return date_trunc('milliseconds', statement_timestamp());`
