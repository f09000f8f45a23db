/** `POST /job/{job-id}/re-run`: a new job like the original, or from a step on (Callsheet extension). */
import assert from 'node:assert/strict'
import { JOB_STATES } from '../../../schema/states.ts'
import type { WantedStep } from '../../factory.ts'
import { serving } from '../../serving.ts'

describe('POST /job/{job-id}/re-run', () => {
  const { api, ask, job, rows } = serving()

  const metadata = () => ({ sourceUri: `${api().mediaRoot}/a.mov`, myApp_x: '1' })
  const stepsOf = (id: string) =>
    rows<{ state: string; result: unknown }>(
      'select state, result from callsheet.step where job_id = ? order by number',
      [Number(id.slice(3))],
    )

  const limitsOf = (id: string) =>
    rows(
      `select distinct j.queue_limit, j.run_limit, s.tries, s.backoff
       from callsheet.job j join callsheet.step s on s.job_id = j.id where j.id = ?`,
      [Number(id.slice(3))],
    )

  for (const state of JOB_STATES)
    it(`creates a READY job from a job that is ${state}, which does not change`, async () => {
      const id = await job({ state, user: 'somebody', priority: 'HIGH', metadata: metadata() })
      const { status, body } = await ask(`POST /API/job/VX-${id}/re-run`)
      assert.equal(status, 200)
      assert.deepEqual(Object.keys(body), ['jobId', 'user', 'started', 'status', 'type', 'priority'])
      assert.notEqual(body.jobId, `VX-${id}`)
      assert.deepEqual(
        [body.user, body.status, body.type, body.priority],
        ['bob', 'READY', 'TRANSCODE', 'HIGH'],
      )
      assert.equal((await ask(`GET /job/VX-${id}`)).body.status, state)
    })

  it('copies the metadata that the job was created with, but not the metadata set by its steps', async () => {
    const id = await job({ state: 'FINISHED', metadata: { ...metadata(), outputUri: 'file:///b' } })
    await rows(
      `update callsheet.metadata set given = false where job_id = ? and key = 'outputUri' returning key`,
      [id],
    )
    const { body } = await ask(`POST /job/VX-${id}/re-run`)
    const { data } = (await ask(`GET /job/${body.jobId}?metadata=true`)).body
    assert.deepEqual(
      data,
      Object.entries(metadata())
        .map(([key, value]) => ({ key, value }))
        .toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    )
  })

  it('copies the notification data of the job', async () => {
    const id = await job({ state: 'FINISHED', metadata: metadata() })
    await rows("update callsheet.job set notification_data = '{a,b}' where id = ? returning id", [id])
    const { body } = await ask(`POST /job/VX-${id}/re-run`)
    const made = 'select notification_data as data from callsheet.job where id = ?'
    assert.deepEqual(await rows(made, [Number(body.jobId.slice(3))]), [{ data: ['a', 'b'] }])
  })

  it('copies the limits of the job', async () => {
    const id = await job({ state: 'FAILED_TOTAL', metadata: metadata(), steps: [{ number: 100 }] })
    await rows('update callsheet.job set queue_limit = 60, run_limit = 600 where id = ? returning id', [id])
    await rows('update callsheet.step set tries = 2, backoff = 7 where job_id = ? returning id', [id])
    const { body } = await ask(`POST /job/VX-${id}/re-run`)
    assert.deepEqual(await limitsOf(body.jobId), [{ queue_limit: 60, run_limit: 600, tries: 2, backoff: 7 }])
  })

  it('uses the limits of the job type if the job has none', async () => {
    const id = await job({ state: 'FINISHED', metadata: metadata() })
    const { body } = await ask(`POST /job/VX-${id}/re-run`)
    const started = await ask(
      `POST /job?type=TRANSCODE&jobmetadata=sourceUri%3d${encodeURIComponent(metadata().sourceUri)}`,
    )
    assert.deepEqual(await limitsOf(body.jobId), await limitsOf(started.body.jobId))
  })

  it('uses the given priority', async () => {
    const id = await job({ state: 'FINISHED', metadata: metadata() })
    assert.equal((await ask(`POST /job/VX-${id}/re-run?priority=LOW`)).body.priority, 'LOW')
  })

  it('needs the role _super_access_user for an IMMEDIATE job, unless another priority is given', async () => {
    const id = await job({ state: 'FINISHED', priority: 'IMMEDIATE', metadata: metadata() })
    assert.equal((await ask(`POST /job/VX-${id}/re-run`)).status, 403)
    assert.equal((await ask(`POST /job/VX-${id}/re-run?priority=HIGH`)).status, 200)
    assert.equal((await ask(`POST /job/VX-${id}/re-run`, { by: 'root' })).body.priority, 'IMMEDIATE')
  })

  const FINISHED: readonly WantedStep[] = [
    { number: 100, name: 'probe-file', state: 'FINISHED', result: { path: '/a.mov' } },
    { number: 200, name: 'transcode', state: 'FINISHED', result: [] },
    { number: 300, name: 'check-output', state: 'FINISHED', result: [] },
    { number: 400, name: 'register-output', state: 'FAILED_FATAL' },
  ]

  // biome-ignore format: a table
  for (const [fromStep, states] of [
    [100, 'READY NONE NONE NONE NONE NONE NONE'],
    [200, 'FINISHED READY NONE NONE NONE NONE NONE'],
    [400, 'FINISHED READY NONE NONE NONE NONE NONE'],
  ] as const)
    it(`reuses finished steps whose results outlast the job with fromStep=${fromStep}`, async () => {
      const id = await job({ state: 'FAILED_TOTAL', metadata: metadata(), steps: FINISHED })
      const { body } = await ask(`POST /job/VX-${id}/re-run?fromStep=${fromStep}`)
      const steps = await stepsOf(body.jobId)
      assert.equal(steps.map(({ state }) => state).join(' '), states)
      assert.deepEqual(steps[0]?.result, fromStep === 100 ? null : { path: '/a.mov' })
    })

  for (const fromStep of ['151', '900', '-1', 'two'])
    it(`is 400 and names fromStep=${fromStep}`, async () => {
      const id = await job({ state: 'FAILED_TOTAL', metadata: metadata(), steps: FINISHED })
      const { status, body } = await ask(`POST /job/VX-${id}/re-run?fromStep=${fromStep}`)
      assert.deepEqual(
        [status, body.invalidInput.context, body.invalidInput.value],
        [400, 'fromStep', fromStep],
      )
    })

  it('is 400 for an undeclared type, 404 for an unknown job, 403 without the role _job_write', async () => {
    const id = await job({ state: 'FINISHED', type: 'ACME_GONE' })
    const gone = await ask(`POST /job/VX-${id}/re-run`)
    assert.deepEqual([gone.status, gone.body.invalidInput.value], [400, 'ACME_GONE'])
    assert.equal((await ask('POST /job/VX-999/re-run')).body.notFound.id, 'VX-999')
    assert.equal((await ask(`POST /job/VX-${id}/re-run`, { by: 'ann' })).status, 403)
  })
})
