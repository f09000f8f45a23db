/** `GET /job/problem` and `GET /job/{job-id}/problem` (wire.md §6.6). */
import assert from 'node:assert/strict'
import { type Serving, serving } from '../../serving.ts'

const XML = 'application/xml'
const PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const ROOT = 'JobProblemListDocument xmlns="http://xml.vidispine.com/schema/vidispine"'

const STORAGE = {
  id: 1,
  type: 'STORAGE',
  data: [
    { key: 'free', value: '0' },
    { key: 'requirement', value: 'to have room' },
    { key: 'resource', value: 'VX-2' },
    { key: 'storageId', value: 'VX-2' },
  ],
  job: ['VX-1', 'VX-2'],
} as const
const SCRIPT = {
  id: 4,
  type: 'JAVASCRIPT',
  data: [
    { key: 'reason', value: 'é <&> 🎬' },
    { key: 'requirement', value: 'to be met' },
    { key: 'resource', value: 'a\tb' },
  ],
  job: ['VX-2'],
} as const

describe('Problems', () => {
  const served = serving()
  const { ask, rows } = served
  before(() => write(served))

  // biome-ignore format: a table
  for (const [path, problems] of [
    ['/job/problem',         [STORAGE, SCRIPT]],
    ['/API/job/problem/',    [STORAGE, SCRIPT]],
    ['/job/VX-1/problem',    [STORAGE]],
    ['/job/VX-2/problem',    [STORAGE, SCRIPT]],
    ['/API/job/VX-2/problem/;a=b', [STORAGE, SCRIPT]],
  ] as const)
    it(`are ${problems.map(({ type }) => type).join(', ')} in GET ${path}, oldest first`, async () => {
      const { text } = await ask(`GET ${path}`)
      assert.equal(text, JSON.stringify({ problem: problems }))
    })

  it('are one per line as text/plain: id, type and jobs', async () => {
    const { text } = await ask('GET /job/problem', { accept: 'text/plain' })
    assert.equal(text, '1\tSTORAGE\tVX-1,VX-2\r\n4\tJAVASCRIPT\tVX-2\r\n')
    assert.equal(
      (await ask('GET /job/VX-1/problem', { accept: 'text/plain' })).text,
      '1\tSTORAGE\tVX-1,VX-2\r\n',
    )
  })

  it('have the element order of the schema in XML', async () => {
    const { text } = await ask('GET /job/VX-2/problem', { accept: XML })
    assert.equal(
      text,
      `${PROLOG}<${ROOT}>` +
        '<problem><id>1</id><type>STORAGE</type><data><key>free</key><value>0</value></data><data><key>requirement</key><value>to have room</value></data><data><key>resource</key><value>VX-2</value></data><data><key>storageId</key><value>VX-2</value></data><job>VX-1</job><job>VX-2</job></problem>' +
        '<problem><id>4</id><type>JAVASCRIPT</type><data><key>reason</key><value>é &lt;&amp;&gt; 🎬</value></data><data><key>requirement</key><value>to be met</value></data><data><key>resource</key><value>a\tb</value></data><job>VX-2</job></problem>' +
        '</JobProblemListDocument>',
    )
  })

  // biome-ignore format: a table
  for (const [accept, text] of [
    ['application/json', '{}'],
    [XML,                `${PROLOG}<${ROOT}/>`],
    ['text/plain',       ''],
  ] as const)
    it(`are an empty document if there are none, as ${accept}`, async () => {
      assert.equal((await ask('GET /job/VX-3/problem', { accept })).text, text)
    })

  for (const id of ['VX-9', 'VX-0', 'XY-1', 'abc'])
    it(`are 404 for ${id}`, async () => {
      const { status, body } = await ask(`GET /job/${id}/problem`)
      assert.deepEqual([status, body.notFound], [404, { type: 'Job', id, context: null }])
    })

  for (const path of ['/job/problem', '/job/VX-1/problem'])
    it(`need the role _job_read: ${path}`, async () =>
      assert.equal((await ask(`GET ${path}`, { by: 'wim' })).status, 403))

  it('are not listed if no job waits for them, even if they are unresolved', async () => {
    const [left] = await rows<{ id: number }>(
      "select id from callsheet.problem where type = 'PAUSED' and resolved is null",
    )
    assert.equal(left?.id, 3)
    const { body } = await ask('GET /job/problem')
    assert.deepEqual(
      body.problem.map(({ id, job }: typeof STORAGE) => [id, job[0]]),
      [
        [1, 'VX-1'],
        [4, 'VX-2'],
      ],
    )
  })

  it('do not list deleted jobs', async () => {
    await rows("update callsheet.job set state = 'ABORTED', finished = callsheet.now() where id = 1")
    assert.equal((await ask('DELETE /job?id=VX-1')).status, 200)
    const { body } = await ask('GET /job/problem')
    assert.deepEqual(body.problem[0].job, ['VX-2'])
  })
})

/**
 * VX-1 waits for problem 1, VX-2 for 1 (with two steps) and 4; VX-3 waited for 2, which has passed; no job
 * waits for 3.
 */
async function write({ job, rows }: Serving): Promise<void> {
  for (const count of [1, 2, 1]) {
    const steps = Array.from({ length: count }, (_, at) => ({ number: 100 + at, state: 'WAITING' as const }))
    await job({ state: 'WAITING', steps })
  }
  await rows(`insert into callsheet.problem (type, resource, requirement, data, resolved) values
    ('STORAGE', 'VX-2', 'to have room', '{"storageId": "VX-2", "free": 0}', null),
    ('STORAGE', 'VX-2', 'to have room', '{}', callsheet.now()),
    ('PAUSED', 'VX-1', 'to be resumed', '{}', null),
    ('JAVASCRIPT', E'a\\tb', 'to be met', '{"reason": "é <&> 🎬"}', null)`)
  await rows(`insert into callsheet.waiting_step (problem_id, step_id, job_id)
    select problem, s.id, s.job_id
    from (values (1, 1), (1, 2), (2, 3), (4, 2)) as w(problem, job)
    join callsheet.step s on s.job_id = w.job`)
}
