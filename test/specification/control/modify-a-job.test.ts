/** `PUT /job/{job-id}`: changes the priority, and releases a job in HOLD (Callsheet extension). */
import assert from 'node:assert/strict'
import { FINAL_JOB_STATES, PRIORITIES } from '../../../schema/states.ts'
import { serving } from '../../serving.ts'

describe('PUT /job/{job-id}', () => {
  const { ask, job, rows } = serving()

  const priorityOf = async (id: number) => (await ask(`GET /job/VX-${id}`)).body.priority as string

  for (const priority of PRIORITIES)
    it(`sets priority ${priority} of the job and of its steps`, async () => {
      const id = await job({
        priority: priority === 'LOW' ? 'HIGH' : 'LOW',
        steps: [{ number: 100, state: 'READY' }],
      })
      const answer = await ask(`PUT /API/job/VX-${id}?priority=${priority}`, { by: 'root' })
      assert.deepEqual([answer.status, answer.text, answer.headers['content-length']], [200, '', '0'])
      assert.equal(await priorityOf(id), priority)
      const ranks = await rows<{ priority: number }>('select priority from callsheet.step where job_id = ?', [
        id,
      ])
      assert.deepEqual(ranks, [{ priority: PRIORITIES.indexOf(priority) + 1 }])
    })

  for (const state of FINAL_JOB_STATES)
    it(`stores the priority of a job that is ${state} without changing its state`, async () => {
      const id = await job({ state })
      await ask(`PUT /job/VX-${id}?priority=HIGH`)
      const { body } = await ask(`GET /job/VX-${id}`)
      assert.deepEqual([body.status, body.priority], [state, 'HIGH'])
    })

  it('changes nothing without parameters', async () => {
    const id = await job({ priority: 'LOW' })
    const answer = await ask(`PUT /job/VX-${id}`, { headers: { 'Content-Type': 'application/json' } })
    assert.deepEqual([answer.status, await priorityOf(id)], [200, 'LOW'])
  })

  it('records in the history, once, which user changed the priority', async () => {
    const id = await job({ priority: 'LOW' })
    for (let twice = 0; twice < 2; twice += 1) await ask(`PUT /job/VX-${id}?priority=HIGH`)
    const history = await rows('select event, was, became, by_user from callsheet.history where job_id = ?', [
      id,
    ])
    assert.deepEqual(history, [{ event: 'priority-changed', was: 'LOW', became: 'HIGH', by_user: 'bob' }])
  })

  it('needs the role _super_access_user for IMMEDIATE', async () => {
    const id = await job()
    const { status, body } = await ask(`PUT /job/VX-${id}?priority=IMMEDIATE`)
    assert.deepEqual(
      [status, body.forbidden.context, await priorityOf(id)],
      [403, '_super_access_user', 'MEDIUM'],
    )
  })

  it('releases a job in HOLD with holdJob=false, and its steps without dependencies become READY', async () => {
    const id = await job({ state: 'HOLD', steps: [{ number: 100 }, { number: 200, after: [100] }] })
    await ask(`PUT /job/VX-${id}?holdJob=false`)
    const steps = await rows('select state from callsheet.step where job_id = ? order by number', [id])
    assert.equal((await ask(`GET /job/VX-${id}`, { accept: 'text/plain' })).text, 'READY')
    assert.deepEqual(steps, [{ state: 'READY' }, { state: 'NONE' }])
  })

  // biome-ignore format: a table
  for (const [request, by, status, part] of [
    ['VX-999?priority=HIGH',  'bob', 404, 'notFound'],
    ['abc?priority=HIGH',     'bob', 404, 'notFound'],
    ['VX-1?priority=URGENT',  'bob', 400, 'invalidInput'],
    ['VX-1?priority=high',    'bob', 400, 'invalidInput'],
    ['VX-1?holdJob=perhaps',  'bob', 400, 'invalidInput'],
    ['VX-1?priority=HIGH',    'ann', 403, 'forbidden'],
  ] as const)
    it(`${request} by ${by} → ${status} ${part}`, async () => {
      const answer = await ask(`PUT /job/${request}`, { by })
      assert.equal(answer.status, status)
      assert.ok(answer.body[part])
    })
})
