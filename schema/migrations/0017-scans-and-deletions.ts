/** Lets a scan that a crash has ended be done again, and finds the files to delete without reading others. */
import { Migration } from '@mikro-orm/migrations'

export class ScansAndDeletions extends Migration {
  override up(): void {
    this.addSql(SCANS_AND_DELETIONS)
  }
}

const SCANS_AND_DELETIONS = /* sql */ `
alter table callsheet.storage
  -- When the node that scans it was last known to go on; null: none scans it.
  add column scanning timestamptz;
create index file_to_delete on callsheet.file (id) where state = 'TO_BE_DELETED';`
