/**
 * Why a job did not end well, for programs: `failureCause`, `failedStep`, `stoppedBy` (Callsheet extensions).
 */
import assert from 'node:assert/strict'
import { agentHere } from '../../agent-here.ts'
import { scriptedJob } from '../../scripted-job.ts'
import { serving } from '../../serving.ts'

interface Shown {
  readonly jobId: string
  readonly status: string
  readonly failureCause?: string
  readonly failedStep?: number
  readonly stoppedBy?: string
  readonly reason?: string
  readonly data: readonly { readonly key: string; readonly value: string }[]
}

describe('A job that did not end well', function () {
  this.timeout(30_000)
  const served = serving({ TEST_JOBS: 'true' })
  const { ask } = served
  const { becomes } = scriptedJob(served)
  const ids = new Map<string, string>()
  let stack: AsyncDisposableStack

  async function start(script: string, query = ''): Promise<string> {
    const field = [{ key: 'step-100', value: script }]
    const how = { type: 'application/json', body: JSON.stringify({ field }) }
    const { status, body } = await ask(`POST /job?type=TEST${query}`, how)
    assert.equal(status, 200, JSON.stringify(body))
    return body.jobId
  }

  /** Starts a job of a paused type, so that it exceeds its time in the queue. */
  async function startLate(): Promise<string> {
    assert.equal((await ask('POST /jobtype/DELETE_FILE/pause', { by: 'root' })).status, 200)
    const source = `${served.api().mediaRoot}/a.mov`
    return (await ask(`POST /job?type=DELETE_FILE&queueTimeLimit=1&jobmetadata=sourceUri%3d${source}`)).body
      .jobId
  }

  before(async () => {
    stack = new AsyncDisposableStack()
    stack.use(await agentHere(served.api(), 'a'))
    const queued = await startLate()
    const failed = await start('fatal')
    const late = await start('sleep:60000', '&runTimeLimit=1')
    const aborted = await start('sleep:60000')
    await becomes(aborted, 'STARTED')
    await ask(`DELETE /job/${aborted}?reason=enough`)
    const fine = await start('finish')
    for (const [name, id, state] of [
      ['step', failed, 'FAILED_TOTAL'],
      ['queue-time-limit', queued, 'FAILED_TOTAL'],
      ['run-time-limit', late, 'FAILED_TOTAL'],
      ['aborted', aborted, 'ABORTED'],
      ['none', fine, 'FINISHED'],
    ] as const) {
      await becomes(id, state)
      ids.set(name, id)
    }
  })
  after(() => stack.disposeAsync())

  const shown = async (id: string): Promise<Shown> =>
    (await ask(`GET /job/${id}?metadata=true&reason=true`)).body
  const idOf = (cause: string) => ids.get(cause) ?? ''
  const datum = ({ data }: Shown, key: string) => data.find((one) => one.key === key)?.value

  // biome-ignore format: a table
  for (const [cause, step, reason] of [
    ['step',             100,       /^The job is FAILED_TOTAL: step 100 failed/],
    ['queue-time-limit', undefined, /^The job is FAILED_TOTAL: not started within its queue time limit of 1 s\.$/],
    ['run-time-limit',   undefined, /^The job is FAILED_TOTAL: run time limit of 1 s exceeded\.$/],
    ['aborted',          undefined, /^The job is ABORTED: aborted by bob \(enough\)\.$/],
  ] as const)
    it(`because of ${cause} says so in its document, its metadata and its reason`, async () => {
      const job = await shown(idOf(cause))
      assert.deepEqual([job.failureCause, job.failedStep], [cause, step])
      assert.equal(datum(job, 'failureCause'), cause)
      assert.match(job.reason ?? '', reason)
    })

  it('is found by its cause, in lists and in searches, and is counted by it', async () => {
    for (const cause of ['step', 'queue-time-limit', 'run-time-limit', 'aborted']) {
      const { body, text } = await ask(`GET /API/job?failureCause=${cause}`)
      assert.ok(body.job, text)
      const { job } = body
      assert.deepEqual(
        job.map(({ jobId }: Shown) => jobId),
        [idOf(cause)],
      )
    }
    const body = JSON.stringify({
      facet: [{ field: 'failureCause', exclude: ['failureCause'] }],
      facetFilter: [{ field: 'failureCause', value: 'step' }],
    })
    const answer = await ask('PUT /API/job/search?user=false', {
      ...{ by: 'root', type: 'application/json', body },
    })
    assert.equal(answer.status, 200, answer.text)
    const found = answer.body
    assert.deepEqual(
      found.job.map(({ jobId }: Shown) => jobId),
      [idOf('step')],
    )
    const counts = found.facet[0].count.map(
      ({ fieldValue, value }: { readonly fieldValue: string; readonly value: number }) => [fieldValue, value],
    )
    assert.deepEqual(counts.toSorted(), [
      ['aborted', 1],
      ['queue-time-limit', 1],
      ['run-time-limit', 1],
      ['step', 1],
    ])
  })

  it('has a cause, unlike one that did', async () => {
    const job = await shown(idOf('none'))
    assert.equal('failureCause' in job || 'failedStep' in job || 'stoppedBy' in job || 'reason' in job, false)
    assert.equal(datum(job, 'failureCause'), undefined)
    assert.match(datum(job, 'runStarted') ?? '', /^\d{4}-/)
    const queued = await shown(idOf('queue-time-limit'))
    assert.equal(datum(queued, 'runStarted'), undefined)
  })
})
