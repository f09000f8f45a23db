/** Queue rules that are changed over the API, on two servers and two agents of one database. */
import assert from 'node:assert/strict'
import { agentHere } from '../../agent-here.ts'
import { type Api, api } from '../../api.ts'
import { as } from '../../factory.ts'
import { scriptedJob } from '../../scripted-job.ts'
import { serving } from '../../serving.ts'
import { change } from './change.ts'

const POOLS = '/configuration/job-pool'
/** On average: agents poll once a second, so that five changes would wait for two seconds and a half. */
const AT_ONCE_MS = 300

describe('Queue rules changed over the API of one server', function () {
  this.timeout(40_000)
  const served = serving({ TEST_JOBS: 'true' })
  const { ask, rows } = served
  const { done, get } = change(served)
  const { start, becomes, says } = scriptedJob(served)
  let stack: AsyncDisposableStack
  let other: Api

  before(async () => {
    stack = new AsyncDisposableStack()
    other = stack.use(await api({ TEST_JOBS: 'true' }, served.api().test))
    for (const name of ['a', 'b']) stack.use(await agentHere(served.api(), name))
  })
  after(() => stack.disposeAsync())
  afterEach(async () => {
    await ask('POST /job/bulk?action=abort&all=true&user=false', { by: 'root' })
    await done(`DELETE ${POOLS}`)
    await done('DELETE /configuration/properties/concurrentJobs')
    await done('DELETE /task-group')
    await done('DELETE /configuration/job-priority')
    for (let left = 1; left > 0; ) {
      const [row] = await rows<{ left: number }>('select count(*)::integer as left from callsheet.placement')
      left = row?.left ?? 0
    }
  })

  /** Asks the other server. */
  const there = (method: 'get' | 'put' | 'post', path: string, body?: object) => {
    const asking = other.request[method](path)
      .set('Authorization', as('root'))
      .set('Accept', 'application/json')
    return body === undefined ? asking : asking.send(body)
  }
  const hanging = (more: Readonly<Record<string, string>> = {}) => start({ 'step-100': 'hang', ...more })
  /** The nodes that have steps of the job. */
  const nodesOf = async (id: string) =>
    rows<{ name: string }>(
      'select distinct n.name from callsheet.placement p join callsheet.node n on n.id = p.node_id where p.job_id = ?',
      [Number(id.slice(3))],
    )

  it('start a waiting job at once when a pool is raised, over either server', async () => {
    const sized = (size: number) => ({ pool: [{ priorityThreshold: 'LOWEST', size }] })
    await done(`PUT ${POOLS}`, JSON.stringify(sized(1)))
    const jobs: string[] = []
    for (let count = 0; count < 6; count += 1) jobs.push(await hanging())
    const [first = '', ...others] = jobs
    await becomes(first, 'STARTED')
    assert.match(await says(others[0] ?? '', 'pool-full'), /^The job pools are full: they admit 1 job/)
    let waited = 0
    for (const [index, id] of others.entries()) {
      const raised = performance.now()
      if (index % 2 === 0) await done(`PATCH ${POOLS}`, JSON.stringify(sized(index + 2)))
      else assert.equal((await there('put', POOLS, sized(index + 2))).status, 200)
      await becomes(id, 'STARTED')
      waited += performance.now() - raised
    }
    assert.ok(waited < AT_ONCE_MS * others.length, `${waited} ms`)
    const { body } = await there('get', POOLS)
    assert.deepEqual([body.pool[0].running, body.running], [6, 6])
  })

  it('let running jobs go on when a limit is lowered, and start no other', async () => {
    const [first, second] = [await hanging(), await hanging()]
    for (const id of [first, second]) await becomes(id, 'STARTED')
    await done('PUT /configuration/properties/concurrentJobs', '{"value":"1"}')
    const third = await hanging()
    assert.match(
      await says(third, 'jobs-full'),
      /^The limit of 1 job running at once \(concurrentJobs\) is reached/,
    )
    for (const id of [first, second]) assert.equal((await ask(`GET /job/${id}`)).body.status, 'STARTED')
    await ask(`DELETE /job/${first}`)
    await becomes(first, 'ABORTED')
    await says(third, 'jobs-full')
    await ask(`DELETE /job/${second}`)
    await becomes(third, 'STARTED')
  })

  it('give jobs of the other server their priority within a second', async () => {
    const post = async () => (await there('post', '/job?type=TEST&holdJob=true')).body.priority
    assert.equal(await post(), 'MEDIUM')
    const changed = performance.now()
    await done('PUT /configuration/job-priority', '{"job":[{"type":"TEST","value":"HIGH"}]}')
    assert.equal((await ask('POST /job?type=TEST&holdJob=true')).body.priority, 'HIGH')
    while ((await post()) !== 'HIGH') assert.ok(performance.now() - changed < 1_500)
  })

  it('bound a task group that queued jobs belong to as soon as it exists', async () => {
    await done('PUT /configuration/properties/concurrentJobs', '{"value":"1"}')
    const jobs = [
      await hanging({ app_channel: '1' }),
      await hanging({ app_channel: '1' }),
      await hanging({ app_channel: '2' }),
    ]
    await becomes(jobs[0] ?? '', 'STARTED')
    const query = `job=${encodeURIComponent('type:TEST|data:app_channel=1')}&maxConcurrency=1`
    assert.equal((await ask(`PUT /task-group/one?${query}`, { by: 'root' })).body.running, 1)
    await done('DELETE /configuration/properties/concurrentJobs')
    await becomes(jobs[2] ?? '', 'STARTED')
    assert.equal(
      await says(jobs[1] ?? '', 'group-full'),
      'The task group one is full: it admits 1 job at once.',
    )
    assert.equal(
      (await ask('PUT /task-group/one?maxConcurrency=1&job=type:DELIVER', { by: 'root' })).status,
      400,
    )
    await done('DELETE /task-group/one')
    await becomes(jobs[1] ?? '', 'STARTED')
  })

  it('start queued jobs of a task group with a higher priority first', async () => {
    await done('PUT /configuration/properties/concurrentJobs', '{"value":"1"}')
    const [first, older, younger] = [await hanging(), await hanging(), await hanging({ app_news: 'yes' })]
    await becomes(first, 'STARTED')
    await ask('PUT /task-group/news?job=data:app_news&priority=HIGH', { by: 'root' })
    await ask(`DELETE /job/${first}`)
    await becomes(younger, 'STARTED')
    await says(older, 'jobs-full')
  })

  for (const name of ['a', 'b'])
    it(`run a task group on the node that it names: ${name}`, async () => {
      const query = `job=user:bob&transcoder=${name}`
      const { headers, status } = await ask(`PUT /task-group/mine?${query}`, { by: 'root' })
      assert.deepEqual([status, headers['x-callsheet-warning']], [200, undefined])
      // Four hang on the four slots of the node; the fifth waits, though the other node is idle.
      const jobs = [await hanging(), await hanging(), await hanging(), await hanging()]
      for (const id of jobs) await becomes(id, 'STARTED')
      const waiting = await start({ 'step-100': 'finish' })
      assert.match(await says(waiting, 'slots-full'), new RegExp(`^All CPU slots of ${name} are busy`))
      for (const id of jobs) assert.deepEqual(await nodesOf(id), [{ name }])
      await done(`PUT /task-group/mine/transcoder/${name === 'a' ? 'b' : 'a'}`)
      await becomes(waiting, 'FINISHED')
    })

  it('let a task group wait for a node that does not run, until another is named', async () => {
    await ask('PUT /task-group/mine?job=user:bob&transcoder=c', { by: 'root' })
    const id = await start({})
    assert.equal(await says(id, 'no-able-node'), 'There is no node named c (task group mine).')
    await rows(
      "update callsheet.step set changed = changed - interval '6 seconds' where state = 'READY' returning id",
    )
    const { waiting } = await becomes(id, 'WAITING')
    assert.equal(waiting.requirement, 'named c (task group mine)')
    await done('PUT /task-group/mine/transcoder/b')
    await becomes(id, 'FINISHED')
  })

  it('show on both servers', async () => {
    await done(`PUT ${POOLS}`, '{"concurrentJobs":3,"pool":[{"priorityThreshold":"HIGH","size":2}]}')
    assert.equal((await there('get', POOLS)).text, await get(POOLS))
  })
})
