/** A database with months of finished jobs, and what tests of retention ask of it. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { makeRanges } from '../../../../schema/queries/partitions/partitions.ts'
import { dropEmptyRanges, dropMonth } from '../../../../schema/queries/retention/drop-jobs.ts'
import { keepJobs } from '../../../../schema/queries/retention/keep-jobs.ts'
import { execute } from '../../../../schema/sql/execute.ts'
import { job } from '../../../factory.ts'
import { database, type TestDatabase } from '../../../setup.ts'

export const PARTS = ['step', 'attempt', 'progress', 'log_line', 'metadata', 'history'] as const

export class Months implements AsyncDisposable {
  readonly test: TestDatabase

  private constructor(test: TestDatabase) {
    this.test = test
  }

  /** With the months January and February 2026. */
  static async open(): Promise<Months> {
    const months = new Months(await database())
    await months.month('2026-01', '2026-02')
    await months.month('2026-02', '2026-03')
    return months
  }

  em(): EntityManager {
    return this.test.database.em.fork()
  }

  async sql<Row = Record<string, never>>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<readonly Row[]> {
    return execute<Row>(this.em(), text, values)
  }

  async month(month: string, next: string): Promise<void> {
    const name = `job_${month.replace('-', '_')}`
    await this.sql(
      `create table callsheet.${name} partition of callsheet.job for values from ('${month}-01Z') to ('${next}-01Z')`,
    )
  }

  /** It is now this time, for the database. */
  async at(time: string): Promise<void> {
    await this.sql(`create or replace function callsheet.now() returns timestamptz language sql stable parallel safe
      return timestamptz '${time}'`)
  }

  /** Makes ranges as if all ids before this one had been used. */
  async nextId(id: number): Promise<void> {
    for (;;) {
      await makeRanges(this.em())
      const [reached] = await this.sql<{ beyond: number }>(
        'select max(beyond) as beyond from callsheet.job_range',
      )
      if ((reached?.beyond ?? 0) > id) break
      await this.sql("select setval('callsheet.job_id_seq', ?)", [(reached?.beyond ?? 0) - 1])
    }
    await this.sql("select setval('callsheet.job_id_seq', ?)", [id - 1])
  }

  /** A job with every part. */
  async whole(finished: string | undefined, { type = 'TRANSCODE', keep = false } = {}): Promise<number> {
    const runs = [
      { state: 'FINISHED', progress: { value: 1 }, lines: [{ text: 'one' }, { text: 'two' }] },
    ] as const
    const id = await job(this.test.database, {
      type,
      state: finished === undefined ? 'STARTED' : 'FINISHED',
      ...(finished !== undefined && { finished }),
      metadata: { title: 'clip' },
      steps: [{ number: 100, runs }],
    })
    await this.sql("insert into callsheet.history (job_id, event, became) values (?, 'created', 'READY')", [
      id,
    ])
    if (keep) await keepJobs(this.em(), [id], true, 'ann')
    return id
  }

  /** Of how many jobs each table has parts. */
  async counted(): Promise<readonly (number | undefined)[]> {
    const counts = await Promise.all(
      PARTS.map((part) =>
        this.sql<{ count: number }>(`select count(distinct job_id)::integer as count from callsheet.${part}`),
      ),
    )
    return counts.map(([row]) => row?.count)
  }

  async ranges(): Promise<readonly number[]> {
    const rows = await this.sql<{ first: number }>('select first from callsheet.job_range order by first')
    return rows.map(({ first }) => first)
  }

  /**
   * Drops a month, whose jobs of these types and kept ones stay, and the ranges that it leaves without a job.
   */
  async drop(month: string, types: readonly string[] = [], most = 100) {
    const { jobs, moved } = await dropMonth(this.em(), month, { types, most })
    return { jobs, moved, ranges: await dropEmptyRanges(this.em()) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.test[Symbol.asyncDispose]()
  }
}
