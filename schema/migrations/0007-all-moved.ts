import { Migration } from '@mikro-orm/migrations'

/** A change that moves fewer states than it should undoes itself, so that its commit can go out with it. */
export class AllMoved extends Migration {
  override up(): void {
    this.addSql(ALL_MOVED)
  }
}

const ALL_MOVED = /* sql */ `
create function callsheet.not_all_moved(moved integer, expected integer, jobs text) returns integer language plpgsql as $$
begin
  raise exception 'job %: % states moved, expected %', jobs, moved, expected;
end $$;`
