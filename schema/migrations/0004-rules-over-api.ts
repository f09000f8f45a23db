/** Records which queue rules were changed over the API, and when task groups changed. */
import { Migration } from '@mikro-orm/migrations'

export class RulesOverApi extends Migration {
  override up(): void {
    this.addSql(QUEUE)
  }
}

const QUEUE = /* sql */ `
alter table callsheet.queue
  -- The rules that settings no longer replace: concurrentJobs, pools, groups, priorities.
  add column over_api text[] not null default '{}',
  -- When the task groups changed, until all live jobs have been checked against them.
  add column groups_changed timestamptz;`
