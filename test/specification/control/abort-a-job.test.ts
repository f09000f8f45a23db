/** `DELETE /job/{job-id}`: an abort, not a deletion (wire.md §7.2). */
import assert from 'node:assert/strict'
import { FINAL_JOB_STATES, type JobState, type StepState } from '../../../schema/states.ts'
import type { WantedStep } from '../../factory.ts'
import { type How, serving } from '../../serving.ts'

const QUEUED: readonly WantedStep[] = [
  { number: 100, state: 'READY' },
  { number: 900, cleanup: true },
]
const HELD: readonly WantedStep[] = [
  { number: 100, state: 'NONE' },
  { number: 900, cleanup: true },
]
const RUNNING: readonly WantedStep[] = [
  { number: 100, runs: [{ state: 'STARTED_ASYNCHRONOUS' }] },
  { number: 900, cleanup: true },
]

describe('DELETE /job/{job-id}', () => {
  const { api, ask, job, rows } = serving()

  const stateOf = async (id: number) => (await ask(`GET /job/VX-${id}`, { accept: 'text/plain' })).text
  const stepsOf = async (id: number) => {
    const steps = await rows<{ state: StepState }>(
      'select state from callsheet.step where job_id = ? order by number',
      [id],
    )
    return steps.map(({ state }) => state).join(' ')
  }
  const abort = async (id: number, parameters = '', how?: How) => {
    const answer = await ask(`DELETE /API/job/VX-${id}${parameters}`, how)
    assert.deepEqual([answer.status, answer.text, answer.headers['content-length']], [200, '', '0'])
    return answer
  }

  // No agent runs here, so a job that needs one stays ABORTED_PENDING.
  // biome-ignore format: a table
  for (const [what, was, steps, parameters, became, then] of [
    ['READY',                   'READY',   QUEUED,  '',               'ABORTED_PENDING', 'NONE READY'],
    ['READY',                   'READY',   QUEUED,  '?cleanup=true',  'ABORTED_PENDING', 'NONE READY'],
    ['READY',                   'READY',   QUEUED,  '?cleanup=false', 'ABORTED',         'NONE NONE'],
    ['READY',                   'READY',   QUEUED,  ';cleanup=False', 'ABORTED',         'NONE NONE'],
    ['READY, with no clean-up', 'READY',   QUEUED.slice(0, 1), '',    'ABORTED',         'NONE'],
    ['HOLD',                    'HOLD',    HELD,    '',               'ABORTED_PENDING', 'NONE READY'],
    ['HOLD',                    'HOLD',    HELD,    '?cleanup=false', 'ABORTED',         'NONE NONE'],
    ['STARTED',                 'STARTED', RUNNING, '',               'ABORTED_PENDING', 'STARTED_ASYNCHRONOUS NONE'],
    ['STARTED',                 'STARTED', RUNNING, '?cleanup=false', 'ABORTED_PENDING', 'STARTED_ASYNCHRONOUS NONE'],
  ] as const)
    it(`makes a job that is ${what} ${became}${parameters && ` with ${parameters}`}`, async () => {
      const id = await job({ state: was, steps })
      await abort(id, parameters)
      assert.deepEqual([await stateOf(id), await stepsOf(id)], [became, then])
      const { body } = await ask(`GET /job/VX-${id}`)
      assert.equal('finished' in body, became === 'ABORTED')
    })

  for (const state of FINAL_JOB_STATES)
    it(`is 200 and changes nothing for a job that is ${state}`, async () => {
      const id = await job({ state })
      const before = await ask(`GET /job/VX-${id}`)
      await abort(id, '?reason=late')
      assert.equal((await ask(`GET /job/VX-${id}`)).text, before.text)
      assert.deepEqual(await historyOf(id), [])
    })

  it('changes nothing the second time, and keeps the first reason', async () => {
    const id = await job({ state: 'STARTED', steps: RUNNING })
    await abort(id, '?reason=first')
    await abort(id, '?reason=second', { by: 'root' })
    assert.deepEqual(await historyOf(id), [
      { was: 'STARTED', became: 'ABORTED_PENDING', cause: 'first', by: 'bob' },
    ])
  })

  it('ends the clean-up of an aborted job, and keeps the first reason', async () => {
    const steps = [
      { number: 100, runs: [{ state: 'FAILED_FATAL' as const }] },
      { number: 900, cleanup: true, runs: [{ state: 'FAILED_RETRY' as const }] },
    ]
    const id = await job({ state: 'ABORTED_PENDING', steps })
    await rows(
      "update callsheet.job set abort_requested = callsheet.now(), abort_user = 'ann' where id = ? returning id",
      [id],
    )
    await abort(id, '?reason=enough')
    assert.equal(await stateOf(id), 'ABORTED')
    assert.match(
      (await ask(`GET /job/VX-${id}/reason`)).body.reason,
      /aborted by ann; clean-up ended by bob: enough\.$/,
    )
  })

  it('aborts once if it is sent several times at once', async () => {
    const id = await job({ steps: QUEUED })
    await Promise.all(Array.from({ length: 8 }, () => abort(id, '?cleanup=false')))
    assert.deepEqual(await statesIn(id), ['ABORTED_PENDING', 'ABORTED'])
  })

  it('records user and reason in the history', async () => {
    const id = await job({ steps: QUEUED })
    await abort(id, '?cleanup=false&reason=wrong%20preset:%20%C3%A9%0A%3F', { by: 'root' })
    const said = { cause: 'wrong preset: é\n?', by: 'root' }
    assert.deepEqual(await historyOf(id), [
      { was: 'READY', became: 'ABORTED_PENDING', ...said },
      { was: 'ABORTED_PENDING', became: 'ABORTED', ...said },
    ])
  })

  it('records the user as the cause if no reason is given', async () => {
    const id = await job({ steps: QUEUED })
    await abort(id)
    assert.deepEqual(await historyOf(id), [
      { was: 'READY', became: 'ABORTED_PENDING', cause: 'aborted by bob', by: 'bob' },
    ])
  })

  it('emits one event per change of the job state', async () => {
    const id = await job({ steps: QUEUED })
    await abort(id, '?cleanup=false')
    const moves = api().events.filter((event) => event.type === 'job-moved' && event.job === id)
    assert.deepEqual(
      moves.map((event) => event.type === 'job-moved' && event.became),
      await statesIn(id),
    )
  })

  for (const [id, status] of [
    ['VX-999', 404],
    ['VX-99999999999', 404],
    ['abc', 404],
  ] as const)
    it(`is ${status} for ${id}`, async () => {
      const answer = await ask(`DELETE /job/${id}`)
      assert.equal(answer.status, status)
      assert.deepEqual(answer.body.notFound, { type: 'Job', id, context: null })
    })

  it('needs the role _job_write', async () => {
    const id = await job({ steps: QUEUED })
    assert.equal((await ask(`DELETE /job/VX-${id}`, { by: 'ann' })).status, 403)
    assert.equal(await stateOf(id), 'READY')
  })

  it('refuses cleanup=no with 400', async () => {
    const id = await job({ steps: QUEUED })
    const { status, body } = await ask(`DELETE /job/VX-${id}?cleanup=no`)
    assert.deepEqual([status, body.invalidInput.context, await stateOf(id)], [400, 'cleanup', 'READY'])
  })

  const statesIn = async (id: number) => (await historyOf(id)).map(({ became }) => became)
  const historyOf = (id: number) =>
    rows<{ was: JobState; became: JobState; cause: string; by: string }>(
      'select was, became, cause, by_user as "by" from callsheet.history where job_id = ? and step is null order by id',
      [id],
    )
})
