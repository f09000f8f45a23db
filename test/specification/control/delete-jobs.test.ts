/** `DELETE /job?id=…`: deletes all named jobs, or none (wire.md §7.2). */
import assert from 'node:assert/strict'
import { FINAL_JOB_STATES, JOB_STATES } from '../../../schema/states.ts'
import { serving } from '../../serving.ts'

describe('DELETE /job', () => {
  const { ask, job, rows } = serving()

  const isThere = async (id: number) => (await ask(`GET /job/VX-${id}`)).status === 200

  for (const state of FINAL_JOB_STATES)
    it(`deletes a job that is ${state}, with every row that belongs to it`, async () => {
      const runs = [{ state: 'FINISHED', progress: { value: 1 }, lines: [{ text: 'said' }] }] as const
      const id = await job({ state, metadata: { a: '1' }, steps: [{ number: 100, runs }] })
      const answer = await ask(`DELETE /API/job?id=VX-${id}`)
      assert.deepEqual([answer.status, answer.text, answer.headers['content-length']], [200, '', '0'])
      assert.equal(await isThere(id), false)
      assert.deepEqual(await rows(LEFT, [id, id, id, id]), [])
    })

  for (const state of JOB_STATES.filter((one) => !(FINAL_JOB_STATES as readonly string[]).includes(one)))
    it(`refuses a job that is ${state} with 400`, async () => {
      const id = await job({ state })
      const { status, body } = await ask(`DELETE /job?id=VX-${id}`)
      assert.equal(status, 400)
      assert.match(
        body.invalidInput.explanation,
        new RegExp(`^Only a final job can be deleted; the job is ${state}$`),
      )
      assert.ok(await isThere(id))
    })

  it('accepts several ids with repetitions, spaces and a trailing comma', async () => {
    const ids = [await job({ state: 'FINISHED' }), await job({ state: 'ABORTED' })] as const
    const { status } = await ask(`DELETE /job?id=VX-${ids[0]},%20VX-${ids[1]},VX-${ids[0]},`)
    assert.deepEqual([status, await isThere(ids[0]), await isThere(ids[1])], [200, false, false])
  })

  it('deletes none if one of the jobs runs, and names it', async () => {
    const [done, running] = [await job({ state: 'FINISHED' }), await job({ state: 'STARTED' })]
    const { status, body } = await ask(`DELETE /job?id=VX-${done},VX-${running}`)
    assert.deepEqual([status, body.invalidInput.value, await isThere(done)], [400, `VX-${running}`, true])
  })

  for (const unknown of ['VX-999', 'VX-99999999999', 'abc'])
    it(`deletes none if ${unknown} is unknown, and names it`, async () => {
      const done = await job({ state: 'FINISHED' })
      const { status, body } = await ask(`DELETE /job?id=VX-${done},${unknown}`)
      assert.deepEqual([status, body.notFound.type, body.notFound.id], [404, 'Job', unknown])
      assert.ok(await isThere(done))
    })

  it('deletes once if it is sent twice at once', async () => {
    const ids = [await job({ state: 'FINISHED' }), await job({ state: 'FINISHED' })] as const
    const answers = await Promise.all(
      [ids, ids.toReversed()].map((both) => ask(`DELETE /job?id=${both.map((id) => `VX-${id}`).join()}`)),
    )
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 404])
  })

  // biome-ignore format: a table
  for (const [parameters, got] of [
    ['',            'nothing'],
    ['?id=',        'nothing'],
    ['?id=%20',     'nothing'],
    ['?id=,',       '“,”'],
    [';id=,%20,',   '“, ,”'],
    ['?id=,&id=,',  '“,,,”'],
  ] as const)
    it(`is 400 and names id if no job is named: /job${parameters}`, async () => {
      const { status, body } = await ask(`DELETE /job${parameters}`)
      assert.equal(status, 400)
      assert.deepEqual(
        [body.invalidInput.context, body.invalidInput.explanation],
        ['id', `expected a comma-separated list of at least one item, got ${got}`],
      )
    })

  it('needs the role _job_write', async () => {
    assert.equal((await ask('DELETE /job?id=VX-1', { by: 'ann' })).status, 403)
  })
})

const LEFT = /* sql */ `
select 'step' as what from callsheet.step where job_id = ?
union all select 'attempt' from callsheet.attempt where job_id = ?
union all select 'metadata' from callsheet.metadata where job_id = ?
union all select 'history' from callsheet.history where job_id = ?
union all select 'progress' from callsheet.progress p
  where not exists (select from callsheet.attempt a where a.id = p.attempt_id)
union all select 'line' from callsheet.log_line l
  where not exists (select from callsheet.attempt a where a.id = l.attempt_id)`
