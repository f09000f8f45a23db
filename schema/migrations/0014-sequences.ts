/** Keeps the sequences of items: which parts of other items they are cut of. */
import { Migration } from '@mikro-orm/migrations'

export class Sequences extends Migration {
  override up(): void {
    this.addSql(SEQUENCES)
  }
}

const SEQUENCES = /* sql */ `
create table callsheet.sequence (
  item_id   integer primary key references callsheet.item on delete cascade,
  -- A SequenceDocument.
  document  jsonb not null,
  changed   timestamptz not null default callsheet.now()
);`
