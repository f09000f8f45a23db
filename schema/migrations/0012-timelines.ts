/** Keeps the timelines of items: texts in formats of editing programs. */
import { Migration } from '@mikro-orm/migrations'

export class Timelines extends Migration {
  override up(): void {
    this.addSql(TIMELINES)
  }
}

const TIMELINES = /* sql */ `
create table callsheet.timeline (
  item_id  integer not null references callsheet.item on delete cascade,
  -- A name such as edl.
  format   text not null,
  content  text not null,
  changed  timestamptz not null default callsheet.now(),
  primary key (item_id, format)
);`
