/** The log of a watched job: clients get every line once, across messages and reconnects. */
import assert from 'node:assert/strict'
import { appendLog } from '../../../schema/queries/records/append-log.ts'
import { execute } from '../../../schema/sql/execute.ts'
import { clock } from '../../../steps/engine/runtime/clock.ts'
import { as, job } from '../../factory.ts'
import { type Live, live, type Received, until } from './listener.ts'

const RUNNING = {
  state: 'STARTED',
  steps: [
    { number: 100, runs: [{ state: 'STARTED' }] },
    { number: 200, runs: [{ state: 'STARTED' }] },
  ],
} as const

describe('The log of a watched job', () => {
  let stage: Live
  before(async () => {
    stage = await live()
  })
  after(() => stage[Symbol.asyncDispose]())
  /** The job of each attempt. */
  const jobs = new Map<number, number>()
  const running = async () => {
    const id = await job(stage.api.test.database, RUNNING)
    const attempts = await stage.rows<{ id: number }>(
      'select id::integer from callsheet.attempt where job_id = ? order by id',
      [id],
    )
    for (const attempt of attempts) jobs.set(attempt.id, id)
    return { id, watch: `VX-${id}`, attempts: attempts.map((row) => row.id) }
  }
  const write = (
    attempt: number,
    from: number,
    count: number,
    text = (line: number) => `${attempt}/${line}`,
  ) =>
    execute(
      stage.api.test.database.em.fork(),
      ...appendLog(
        Array.from({ length: count }, (_, at) => ({
          ...{ job: jobs.get(attempt) ?? 0, attempt, line: from + at, text: text(from + at), agoMs: 0 },
          level: (from + at) % 2 === 0 ? ('info' as const) : ('debug' as const),
        })),
      ),
    )
  /** Two attempts write at the same time. */
  const writeBoth = async (attempts: readonly number[], batches: number) => {
    for (let batch = 0; batch < batches; batch += 1) {
      await Promise.all(attempts.map((attempt) => write(attempt, batch * 7 + 1, 7)))
      await clock.sleep(15)
    }
  }
  const expected = (attempts: readonly number[], batches: number) =>
    attempts.flatMap((attempt) => Array.from({ length: batches * 7 }, (_, at) => `${attempt}/${at + 1}`))

  it('is sent from the beginning, followed by new lines', async () => {
    const { watch, attempts } = await running()
    const [attempt = 0] = attempts
    await write(attempt, 1, 3)
    using listener = await stage.listener()
    listener.say({ watch })
    await until('the message arrives', () => listener.lines().length === 3)
    await write(attempt, 4, 1)
    await until('the next line arrives', () => listener.lines().length === 4)
    const { timestamp, ...line } = (listener.of('log').at(-1)?.line?.[0] ?? {}) as Record<string, unknown>
    assert.match(String(timestamp), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    assert.deepEqual(line, {
      ...{ level: 'info', step: 100, attempts: 0, task: attempt, number: 4, text: `${attempt}/4` },
    })
    assert.equal(listener.of('log').at(-1)?.last, `${attempt}:4`)
  })

  it('is sent even if it is empty, to confirm the watch', async () => {
    const { watch } = await running()
    using listener = await stage.listener()
    listener.say({ watch })
    await until('the message arrives', () => listener.received.length > 0)
    assert.deepEqual(listener.received, [{ type: 'log', job: watch, line: [] }])
  })

  it('has lines of the requested level, of one job at a time', async () => {
    const [one, other] = [await running(), await running()]
    await write(one.attempts[0] ?? 0, 1, 4)
    await write(other.attempts[0] ?? 0, 1, 4)
    using listener = await stage.listener()
    listener.say({ watch: one.watch, level: 'info' })
    await until('the message arrives', () => listener.lines().length === 2)
    listener.say({ watch: other.watch })
    await until('the other log arrives', () => listener.lines().length === 6)
    listener.say({ watch: null })
    await clock.sleep(300)
    await write(other.attempts[0] ?? 0, 5, 4)
    await clock.sleep(600)
    assert.equal(listener.lines().length, 6)
  })

  it('loses and repeats no line across reconnects while two attempts write', async () => {
    const { watch, attempts } = await running()
    const writing = writeBoth(attempts, 100)
    const lines: string[] = []
    let after: string | undefined
    for (let round = 0; lines.length < 1_400; round += 1) {
      assert.ok(round < 60, `${lines.length} lines in ${round} connections`)
      using listener = await stage.listener()
      listener.say({ watch, ...(after !== undefined && { after }) })
      await clock.sleep(100 + (round % 5) * 90)
      listener.client.terminate()
      await listener.closed
      lines.push(...listener.lines())
      after = listener.of('log').at(-1)?.last ?? after
    }
    await writing
    assert.deepEqual(lines.toSorted(), expected(attempts, 100).toSorted())
  })

  it('stays in the database while a client does not read, and is complete afterwards', async () => {
    const { watch, attempts } = await running()
    const [attempt = 0] = attempts
    for (let from = 1; from < 4_000; from += 1_000)
      await write(attempt, from, 1_000, (line) => `${line} ${'x'.repeat(3_990)}`)
    using listener = await stage.listener()
    listener.say({ watch })
    listener.client.pause()
    await clock.sleep(1_500)
    listener.client.resume()
    await until('it is complete', () => listener.lines().length >= 4_000, 15_000)
    assert.deepEqual(
      listener.lines().map((text) => Number.parseInt(text, 10)),
      Array.from({ length: 4_000 }, (_, at) => at + 1),
    )
  })

  it('is an error for an unknown job, after which the stream continues', async () => {
    const { watch } = await running()
    using listener = await stage.listener()
    listener.say({ watch: 'VX-999999' })
    await until('the message arrives', () => listener.received.length > 0)
    assert.deepEqual(listener.received, [{ type: 'error', notFound: { type: 'Job', id: 'VX-999999' } }])
    listener.say({ watch })
    await until('the other log arrives', () => listener.of('log').length === 1)
  })

  describe('by server-sent events', () => {
    const events = async (query: string, headers: Readonly<Record<string, string>> = {}) =>
      fetch(`${stage.url}/API/stream?${query}`, { headers: { Accept: 'text/event-stream', ...headers } })

    it('is the same, and continues after Last-Event-ID', async () => {
      const { watch, attempts } = await running()
      const writing = writeBoth(attempts, 60)
      const lines: string[] = []
      let last = ''
      while (lines.length < 840) {
        const answer = await events(
          `ticket=${await stage.ticket()}&job=${watch}`,
          last === '' ? {} : { 'Last-Event-ID': last },
        )
        assert.equal(answer.headers.get('content-type'), 'text/event-stream')
        const received = await readEvents(answer)
        lines.push(...received.flatMap(({ line = [] }) => line.map(({ text }) => text)))
        last = received.findLast((one) => one.last !== undefined)?.last ?? last
      }
      await writing
      assert.deepEqual(lines.toSorted(), expected(attempts, 60).toSorted())
    })

    // biome-ignore format: a table
    for (const [query, headers, status] of [
      ['ticket=x',            {},                                                    401],
      ['',                    {},                                                    401],
      ['',                    { Authorization: as('zoe') },                          403],
      ['job=VX-x',            { Authorization: as('ann') },                          400],
      ['job=VX-1&after=x',    { Authorization: as('ann') },                          400],
      ['job=VX-1&level=x',    { Authorization: as('ann') },                          400],
      ['',                    { Authorization: as('ann'), Accept: 'text/plain' },    406],
    ] as const)
      it(`?${query} with ${Object.keys(headers).join(', ') || 'nothing'} → ${status}`, async () =>
        assert.equal((await events(query, headers)).status, status))
  })
})

/** Reads log messages up to the first complete one, then closes the connection. */
async function readEvents(answer: Response): Promise<readonly Received[]> {
  const received: Received[] = []
  let text = ''
  for await (const chunk of (answer.body ?? assert.fail()).pipeThrough(new TextDecoderStream())) {
    text += chunk
    const parts = text.split('\n\n')
    text = parts.pop() ?? ''
    for (const part of parts) {
      const data = /^data: (.*)$/m.exec(part)?.[1]
      if (data !== undefined) received.push(JSON.parse(data) as Received)
    }
    if (received.some(({ type }) => type === 'log')) break
  }
  return received.filter(({ type }) => type === 'log')
}
