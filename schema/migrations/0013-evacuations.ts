/** Empties storages: who asked for it, and the job that moves each file. */
import { Migration } from '@mikro-orm/migrations'

export class StorageEvacuations extends Migration {
  override up(): void {
    this.addSql(EVACUATIONS)
  }
}

const EVACUATIONS = /* sql */ `
alter table callsheet.storage add column evacuated_by text;
-- The last job that was to move it off its storage.
alter table callsheet.file add column evacuation integer;
create index file_evacuation on callsheet.file (storage_id) where evacuation is not null;`
