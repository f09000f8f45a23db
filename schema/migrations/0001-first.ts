/** Creates every table of the first release, by subject. */
import { Migration } from '@mikro-orm/migrations'
import { ACCESS } from './0001-first/access.ts'
import { COUNTS, JOBS } from './0001-first/jobs.ts'
import { MEDIA } from './0001-first/media.ts'
import { NODES } from './0001-first/nodes.ts'
import { PARTITIONS } from './0001-first/partitions.ts'
import { PROBLEMS } from './0001-first/problems.ts'
import { QUEUE } from './0001-first/queue.ts'
import { RECORDS } from './0001-first/records.ts'
import { STEPS } from './0001-first/steps.ts'

export class First extends Migration {
  override up(): void {
    for (const sql of [
      CLOCK,
      JOBS,
      COUNTS,
      STEPS,
      PROBLEMS,
      NODES,
      QUEUE,
      RECORDS,
      ACCESS,
      MEDIA,
      PARTITIONS,
    ])
      this.addSql(sql)
  }
}

const CLOCK = /* sql */ `
create schema if not exists callsheet;

-- All persisted times are the database's, in whole milliseconds: the precision of the wire. The time is that of the
-- statement, not of its transaction: a row that follows from another commit is never dated before it.
create function callsheet.now() returns timestamptz language sql stable parallel safe
return date_trunc('milliseconds', statement_timestamp());`
