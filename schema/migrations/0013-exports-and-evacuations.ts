/** Empties storages: who asked for it, and the job that moves each file. Keeps the locations of exports. */
import { Migration } from '@mikro-orm/migrations'

export class ExportsAndEvacuations extends Migration {
  override up(): void {
    this.addSql(EVACUATIONS)
    this.addSql(LOCATIONS)
  }
}

const EVACUATIONS = /* sql */ `
alter table callsheet.storage add column evacuated_by text;
-- The last job that was to move it off its storage.
alter table callsheet.file add column evacuation integer;
create index file_evacuation on callsheet.file (storage_id) where evacuation is not null;`

const LOCATIONS = /* sql */ `
create table callsheet.export_location (
  name      text primary key,
  -- As it was given, without its name.
  document  jsonb not null,
  created   timestamptz not null default callsheet.now(),
  changed   timestamptz not null default callsheet.now()
);`
