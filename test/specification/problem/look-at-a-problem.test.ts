/** `POST /job/problem/{problem-id}/check` (Callsheet extension). */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'

describe('POST /job/problem/{problem-id}/check', () => {
  const { ask, rows } = serving()
  before(() =>
    rows(`insert into callsheet.problem (type, resource, requirement, next_check, resolved) values
      ('FILE', 'a', 'to exist', callsheet.now() + interval '1 minute', null),
      ('FILE', 'b', 'to exist', callsheet.now() + interval '1 minute', callsheet.now())`),
  )
  const isDue = async (id: number) => {
    const [row] = await rows<{ due: boolean }>(
      'select next_check <= callsheet.now() as due from callsheet.problem where id = ?',
      [id],
    )
    return row?.due
  }

  it('needs the role _job_write, and checks nothing without it', async () => {
    assert.equal((await ask('POST /job/problem/1/check', { by: 'ann' })).status, 403)
    assert.equal(await isDue(1), false)
  })

  it('makes the check of the problem due now, each time it is sent', async () => {
    for (let time = 0; time < 2; time += 1) {
      const { status, text } = await ask('POST /API/job/problem/1/check')
      assert.deepEqual([status, text, await isDue(1)], [200, '', true])
    }
  })

  it('does not schedule a check of a problem that has none', async () => {
    const [problem] = await rows<{ id: number }>(
      "insert into callsheet.problem (type, resource, requirement) values ('PAUSED', 'VX-1', 'to be resumed') returning id",
    )
    const id = problem?.id ?? 0
    assert.equal((await ask(`POST /job/problem/${id}/check`)).status, 200)
    assert.equal(await isDue(id), null)
    await rows('delete from callsheet.problem where id = ? returning id', [id])
  })

  // biome-ignore format: a table
  for (const [id, why] of [
    ['2',           'has passed'],
    ['3',           'does not exist'],
    ['0',           'is not an id'],
    ['-1',          'is not an id'],
    ['1.5',         'is not an integer'],
    ['VX-1',        'is the id of a job'],
    ['2147483648',  'is too large'],
    ['1e400',       'is too large'],
  ] as const)
    it(`is 404 for ${id}, which ${why}`, async () => {
      const { status, body } = await ask(`POST /job/problem/${id}/check`)
      assert.deepEqual([status, body.notFound], [404, { type: 'JobProblem', id, context: null }])
    })
})
