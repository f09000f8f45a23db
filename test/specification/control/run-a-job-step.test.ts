/** `POST /job/{job-id}/step/{step}/run`: runs steps of a job in HOLD, in any order that the graph allows. */
import assert from 'node:assert/strict'
import type { WantedStep } from '../../factory.ts'
import { serving } from '../../serving.ts'

const STEPS: readonly WantedStep[] = [
  { number: 100, state: 'FINISHED' },
  { number: 200, state: 'NONE', after: [100] },
  { number: 300, state: 'NONE', after: [200] },
  { number: 400, runs: [{ state: 'FAILED_RETRY' }] },
  { number: 500, runs: [{ state: 'STARTED_ASYNCHRONOUS' }] },
  { number: 600, state: 'READY' },
  { number: 900, cleanup: true },
]

describe('POST /job/{job-id}/step/{step}/run', () => {
  const { ask, job, rows } = serving()

  const stepOf = async (id: number, number: number) => {
    const [step] = await rows<{ state: string; attempt: number }>(
      'select state, attempt from callsheet.step where job_id = ? and number = ?',
      [id, number],
    )
    return step
  }

  // biome-ignore format: a table
  for (const [what, number, state, attempt] of [
    ['whose dependencies are finished', 200, 'READY', 0],
    ['that failed, as a new attempt',   400, 'READY', 1],
  ] as const)
    it(`runs a step ${what}; the job stays in HOLD`, async () => {
      const id = await job({ state: 'HOLD', steps: STEPS })
      const answer = await ask(`POST /API/job/VX-${id}/step/${number}/run`)
      assert.deepEqual([answer.status, answer.text], [200, ''])
      assert.deepEqual(await stepOf(id, number), { state, attempt })
      assert.equal((await ask(`GET /job/VX-${id}`, { accept: 'text/plain' })).text, 'HOLD')
    })

  // biome-ignore format: a table
  for (const [number, why] of [
    [100, /^step 100 is FINISHED$/],
    [300, /^step 300 waits for step 200$/],
    [500, /^step 500 is already running$/],
    [600, /^step 600 is already queued$/],
    [900, /^step 900 is a clean-up step/],
  ] as const)
    it(`is 400 for step ${number}: ${why.source}`, async () => {
      const id = await job({ state: 'HOLD', steps: STEPS })
      const { status, body } = await ask(`POST /job/VX-${id}/step/${number}/run`)
      assert.equal(status, 400)
      assert.match(body.invalidInput.explanation, why)
    })

  for (const state of ['READY', 'STARTED', 'WAITING', 'ABORTED_PENDING', 'FINISHED', 'ABORTED'] as const)
    it(`is 400 for a job that is ${state}`, async () => {
      const id = await job({ state, steps: [{ number: 100 }] })
      const { status, body } = await ask(`POST /job/VX-${id}/step/100/run`)
      assert.equal(status, 400)
      assert.match(body.invalidInput.explanation, /HOLD|ended/)
    })

  it('is 404 for an unknown step, and names those that exist, the nearest first', async () => {
    const id = await job({ state: 'HOLD', steps: [{ number: 100 }, { number: 200 }, { number: 900 }] })
    const { status, body } = await ask(`POST /job/VX-${id}/step/201/run`)
    const context = 'expected one of 200, 100, 900'
    assert.deepEqual([status, body.notFound], [404, { type: 'JobStep', id: '201', context }])
  })

  // biome-ignore format: a table
  for (const [path, by, status] of [
    ['VX-999/step/100/run', 'bob', 404],
    ['VX-ID/step/150/run',  'bob', 404],
    ['VX-ID/step/abc/run',  'bob', 404],
    ['VX-ID/step/99999999999/run', 'bob', 404],
    ['VX-ID/step/200/run',  'ann', 403],
  ] as const)
    it(`${path} by ${by} → ${status}`, async () => {
      const id = await job({ state: 'HOLD', steps: STEPS })
      assert.equal((await ask(`POST /job/${path.replace('ID', String(id))}`, { by })).status, status)
    })
})
