/** A reader can follow a log while it is written, without lost or repeated lines. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { appendLog } from '../../../schema/queries/records/append-log.ts'
import { type ReadLogLine, readLog } from '../../../schema/queries/records/read-log.ts'
import { execute } from '../../../schema/sql/execute.ts'
import { job } from '../../factory.ts'
import { database, type TestDatabase } from '../../setup.ts'

const [FIRST, SECOND] = [7_001, 7_002] as const

describe('readLog', () => {
  let test: TestDatabase
  before(async () => {
    test = await database()
  })
  after(() => test[Symbol.asyncDispose]())
  const em = () => test.database.em.fork()

  /** Creates a job with one running attempt in each of two steps. */
  async function running(): Promise<number> {
    await em().execute('delete from callsheet.attempt')
    await em().execute('delete from callsheet.log_line')
    const run = (id: number) => [{ id, state: 'STARTED_ASYNCHRONOUS' }] as const
    const steps = [
      { number: 100, runs: run(FIRST) },
      { number: 200, runs: run(SECOND) },
    ]
    return job(test.database, { state: 'STARTED', steps })
  }

  /**
   * Batches of lines: how many lines, and how long ago they were written by a clock that may be wrong, ms.
   */
  const anyBatches = fc.array(
    fc.record({ lines: fc.integer({ min: 1, max: 9 }), agoMs: fc.integer({ min: -50, max: 2_000 }) }),
    { minLength: 1, maxLength: 12 },
  )

  async function write(
    job: number,
    attempt: number,
    batches: readonly { readonly lines: number; readonly agoMs: number }[],
  ): Promise<number> {
    let line = 0
    for (const { lines, agoMs } of batches) {
      const batch = Array.from({ length: lines }, () => {
        line += 1
        return { job, attempt, line, level: 'info' as const, text: `${attempt} says ${line}`, agoMs }
      })
      await execute(em(), ...appendLog(batch))
    }
    return line
  }

  it('returns each line once, in the order of its attempt, to a reader that continues at `last` while two attempts write', async () => {
    await fc.assert(
      fc.asyncProperty(anyBatches, anyBatches, fc.integer({ min: 1, max: 7 }), async (one, other, number) => {
        const id = await running()
        let busy = true
        const writing = Promise.all([write(id, FIRST, one), write(id, SECOND, other)]).finally(() => {
          busy = false
        })
        const read: ReadLogLine[] = []
        let after: string | undefined
        for (;;) {
          const isLast = !busy
          const page = await readLog(em(), id, { number, ...(after !== undefined && { after }) })
          assert.ok(page.lines.length <= number)
          read.push(...page.lines)
          after = page.last
          if (isLast && page.lines.length === 0) break
        }
        const [ofFirst, ofSecond] = await writing
        const linesOf = (task: number) => read.filter((line) => line.task === task).map(({ line }) => line)
        assert.deepEqual(linesOf(FIRST), upTo(ofFirst))
        assert.deepEqual(linesOf(SECOND), upTo(ofSecond))
      }),
      { numRuns: 15, endOnFailure: true },
    )
  }).timeout(60_000)

  it('interleaves attempts by time', async () => {
    const id = await running()
    const lines = [
      { job: id, attempt: FIRST, line: 1, level: 'info', text: 'a', agoMs: 4_000 },
      { job: id, attempt: SECOND, line: 1, level: 'info', text: 'b', agoMs: 3_000 },
      { job: id, attempt: FIRST, line: 2, level: 'info', text: 'c', agoMs: 2_000 },
    ] as const
    await execute(em(), ...appendLog(lines))
    const read = await readLog(em(), id, { number: 10 })
    assert.deepEqual(
      read.lines.map(({ text }) => text),
      ['a', 'b', 'c'],
    )
  })

  it('refuses a text that is not a log cursor', async () => {
    const id = await running()
    await assert.rejects(readLog(em(), id, { number: 1, after: 'x' }), RangeError)
  })
})

function upTo(last: number): readonly number[] {
  return Array.from({ length: last }, (_, at) => at + 1)
}
