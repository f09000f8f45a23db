/** `POST /job/problem/{problem-id}/check` (ours). */
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

  it('needs the role _job_write, and has nothing looked at without', async () => {
    assert.equal((await ask('POST /job/problem/1/check', { by: 'ann' })).status, 403)
    assert.equal(await isDue(1), false)
  })

  it('has the problem looked at at once, and again when it is sent again', async () => {
    for (let time = 0; time < 2; time += 1) {
      const { status, text } = await ask('POST /API/job/problem/1/check')
      assert.deepEqual([status, text, await isDue(1)], [200, '', true])
    }
  })

  it('has one that nobody looks at left to who resolves it', async () => {
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
    ['3',           'is none'],
    ['0',           'is none'],
    ['-1',          'is none'],
    ['1.5',         'is no number'],
    ['VX-1',        'is the id of a job'],
    ['2147483648',  'is too large'],
    ['1e400',       'is no number of ours'],
  ] as const)
    it(`of ${id} is 404: it ${why}`, async () => {
      const { status, body } = await ask(`POST /job/problem/${id}/check`)
      assert.deepEqual([status, body.notFound], [404, { type: 'JobProblem', id, context: null }])
    })
})
