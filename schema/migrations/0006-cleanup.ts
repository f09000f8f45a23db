import { Migration } from '@mikro-orm/migrations'

/** Clean-up comes to an end, whatever it does. */
export class Cleanup extends Migration {
  override up(): void {
    this.addSql(JOBS)
  }
}

const JOBS = /* sql */ `
alter table callsheet.job
  -- When its clean-up is to be over; null until that has begun, and again when its worker is lost.
  add column cleanup_until    timestamptz,
  -- Why its clean-up was given up.
  add column cleanup_given_up text;
update callsheet.job j
set cleanup_until = callsheet.now() + interval '5 minutes'
where j.finished is null and exists (
  select from callsheet.step s
  where s.job_id = j.id and s.cleanup and s.state <> all (array['NONE', 'READY']));
create index job_cleanup_until on callsheet.job_live (cleanup_until) where cleanup_until is not null;`
