/** `POST /job/{job-id}/stop`, `/pause` and `/resume` in every job state (Callsheet extensions). */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'
import { jobIn, STATES } from '../read/job-in-state.ts'

const OVER = ['FINISHED', 'FINISHED_WARNING', 'FAILED_TOTAL', 'ABORTED', 'ABORTED_PENDING']

// biome-ignore format: a table
const BECOMES: Readonly<Record<string, { readonly stop: string; readonly pause: string; readonly resumed: string }>> = {
  READY:   { stop: 'ABORTED', pause: 'WAITING', resumed: 'READY' },
  STARTED: { stop: 'STARTED', pause: 'STARTED', resumed: 'STARTED' },
  WAITING: { stop: 'ABORTED', pause: 'WAITING', resumed: 'WAITING' },
  HOLD:    { stop: 'ABORTED', pause: 'HOLD',    resumed: 'HOLD' },
}

describe('POST /job/{job-id}/…', () => {
  const served = serving()
  const { ask, rows } = served
  const stateOf = async (id: number) => (await ask(`GET /job/VX-${id}`, { accept: 'text/plain' })).text
  const post = (id: number, what: string) => ask(`POST /API/job/VX-${id}/${what}`)
  const asked = async (id: number) => {
    const [row] = await rows<Record<string, unknown>>(
      'select paused_by as paused, stop_user as stopped, abort_reason as aborted from callsheet.job where id = ?',
      [id],
    )
    return row ?? {}
  }
  /** Event, from, to, cause, node and user of each entry. */
  const historyOf = async (id: number) => {
    const { text } = await ask(`GET /job/VX-${id}/history`, { accept: 'text/plain' })
    const lines = text.split('\r\n').filter((line) => line !== '')
    return lines.map((line) => line.split('\t').slice(3).join(' '))
  }
  const happened = (id: number) => rows('select event from callsheet.history where job_id = ?', [id])

  for (const state of STATES) {
    const { stop, pause, resumed } = BECOMES[state] ?? { stop: state, pause: state, resumed: state }

    it(`pause: makes a job that is ${state} ${pause}, and resume makes it ${resumed}`, async () => {
      const id = await jobIn(served, state)
      const { status, text } = await post(id, 'pause')
      assert.deepEqual([status, text], [200, ''])
      assert.equal(await stateOf(id), pause)
      assert.equal((await asked(id))['paused'], OVER.includes(state) ? null : 'bob')
      assert.equal((await post(id, 'resume')).status, 200)
      assert.equal(await stateOf(id), resumed)
      assert.equal((await asked(id))['paused'], null)
    })

    it(`stop: makes a job that is ${state} ${stop}`, async () => {
      const id = await jobIn(served, state)
      const before = await happened(id)
      const { status, text } = await post(id, 'stop')
      assert.deepEqual([status, text], [200, ''])
      assert.equal(await stateOf(id), stop)
      assert.equal((await asked(id))['stopped'], state === 'STARTED' ? 'bob' : null)
      if (OVER.includes(state)) assert.deepEqual(await happened(id), before)
    })

    it(`resume: changes nothing for a job that is ${state} and not paused`, async () => {
      const id = await jobIn(served, state)
      const before = await happened(id)
      assert.equal((await post(id, 'resume')).status, 200)
      assert.deepEqual([await stateOf(id), await happened(id)], [state, before])
    })
  }

  it('pause: withdraws a ready step, and resume makes it ready again', async () => {
    const id = await jobIn(served, 'READY')
    const steps = async () =>
      (
        await rows<{ state: string }>('select state from callsheet.step where job_id = ? order by number', [
          id,
        ])
      ).map(({ state }) => state)
    await post(id, 'pause')
    assert.deepEqual(await steps(), ['WAITING', 'NONE'])
    const { problem } = (await ask(`GET /job/VX-${id}/problem`)).body
    assert.deepEqual(
      problem.map(({ type, job }: { type: string; job: string[] }) => [type, job]),
      [['PAUSED', [`VX-${id}`]]],
    )
    await post(id, 'resume')
    assert.deepEqual(await steps(), ['READY', 'NONE'])
    assert.deepEqual((await ask(`GET /job/VX-${id}/problem`)).body.problem ?? [], [])
  })

  it('stop, pause and resume: record the user in the history', async () => {
    const id = await jobIn(served, 'READY')
    for (const what of ['pause', 'resume', 'stop']) await post(id, what)
    const { text } = await ask(`GET /job/VX-${id}/history`, { accept: 'text/plain' })
    const causes = text.split('\r\n').map((line) => line.split('\t').slice(4, 9).join(' '))
    for (const cause of [
      'READY WAITING paused by bob  bob',
      'WAITING READY resumed by bob  bob',
      'ABORTED_PENDING ABORTED stopped before a step was running  bob',
    ])
      assert.ok(causes.includes(cause), `${cause}\n${text}`)
  })

  for (const [what, state, row] of [
    ['pause', 'READY', 'paused READY READY   bob'],
    ['pause', 'STARTED', 'paused STARTED STARTED   bob'],
    ['pause', 'WAITING', 'paused WAITING WAITING   bob'],
    ['pause', 'HOLD', 'paused HOLD HOLD   bob'],
    ['stop', 'STARTED', 'stop-requested STARTED STARTED   bob'],
  ] as const)
    it(`${what}: adds one row to the history of a job that is ${state}`, async () => {
      const id = await jobIn(served, state)
      await post(id, what)
      await post(id, what)
      assert.equal((await historyOf(id)).filter((line) => line === row).length, 1)
    })

  it('resume: adds a row to the history', async () => {
    const id = await jobIn(served, 'HOLD')
    await post(id, 'pause')
    await post(id, 'resume')
    assert.deepEqual((await historyOf(id)).slice(-2), ['paused HOLD HOLD   bob', 'resumed HOLD HOLD   bob'])
  })

  it('stop and pause: have no further effect the second time', async () => {
    const id = await jobIn(served, 'STARTED')
    await post(id, 'pause')
    await post(id, 'stop')
    const before = await asked(id)
    const answers = [
      await ask(`POST /job/VX-${id}/pause`, { by: 'root' }),
      await ask(`POST /job/VX-${id}/stop`, { by: 'root' }),
    ]
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    )
    assert.deepEqual(await asked(id), before)
    assert.deepEqual(before, { paused: 'bob', stopped: 'bob', aborted: null })
  })

  for (const what of ['stop', 'pause', 'resume']) {
    for (const id of ['VX-999999', 'VX-0', 'XY-1', 'abc', 'VX-2147483648'])
      it(`${what}: is 404 for ${id}`, async () => {
        const { status, body } = await ask(`POST /job/${id}/${what}`)
        assert.deepEqual([status, body.notFound], [404, { type: 'Job', id, context: null }])
      })

    it(`${what}: needs the role _job_write, and changes nothing without it`, async () => {
      const id = await jobIn(served, 'READY')
      assert.equal((await ask(`POST /job/VX-${id}/${what}`, { by: 'ann' })).status, 403)
      assert.equal(await stateOf(id), 'READY')
    })
  }
})
