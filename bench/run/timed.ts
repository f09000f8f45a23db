/** Times statements and other work, for benchmarks of the database. */
import type pg from 'pg'
import { median } from './table.ts'

/** Each measurement is repeated so often. */
export const TIMES = 9

/** The median, ms. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let time = 0; time < TIMES; time++) {
    const begun = performance.now()
    await work()
    times.push(performance.now() - begun)
  }
  return median(times)
}

/** One after the other, by plain `pg`. */
export async function byHand(client: pg.Client, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await client.query(statement)
}
