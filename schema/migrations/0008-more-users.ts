/** Finds the deliveries of a job, for requests that wait for them. */
import { Migration } from '@mikro-orm/migrations'

export class MoreUsers extends Migration {
  override up(): void {
    this.addSql(DELIVERIES)
  }
}

const DELIVERIES = /* sql */ `
create index delivery_job on callsheet.delivery (job_id, created);`
