import { Migration } from '@mikro-orm/migrations'

/**
 * A placement is written with the begin of its step, while the job's lock is held and by the node that is here: what its foreign keys
 * would look up is known, and looking it up was a tenth of an admission. Nodes stay when they are gone; what a job that is over leaves
 * is dropped a second later (`dropOrphans`).
 */
export class Placements extends Migration {
  override up(): void {
    this.addSql(WITHOUT_KEYS)
  }
}

const WITHOUT_KEYS = /* sql */ `
alter table callsheet.placement
  drop constraint placement_step_id_fkey,
  drop constraint placement_node_id_fkey;`
