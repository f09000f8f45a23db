/** Listeners get messages about jobs that are created, change or progress. */
import assert from 'node:assert/strict'
import { Wake } from '../../../steps/engine/runtime/wake.ts'
import { as, job } from '../../factory.ts'
import { type Live, live, type Received, until } from './listener.ts'

describe('A listener', () => {
  let stage: Live
  before(async () => {
    stage = await live()
    const { rows } = stage
    const listening = `select from pg_stat_activity where datname = current_database() and query = 'listen callsheet'
      or query like 'select id, state from callsheet.job%'`
    await until('the server listens', async () => (await rows(listening)).length > 0)
  })
  after(() => stage[Symbol.asyncDispose]())

  it('gets a message when a job is aborted through the API', async () => {
    using listener = await stage.listener()
    const id = await job(stage.api.test.database)
    const headers = { Authorization: as('bob') }
    await fetch(`${stage.url}/API/job/VX-${id}`, { method: 'DELETE', headers })
    await until('the message arrives', () => listener.of('job').some((one) => one.job === `VX-${id}`))
    assert.equal(listener.received[0]?.type, 'job')
  })

  // biome-ignore format: a table
  for (const [how, method, path] of [
    ['alone',            'DELETE', (id: number) => `/API/job?id=VX-${id}`],
    ['with many others', 'POST',   () => '/API/job/bulk?action=delete&state=FINISHED&user=false'],
  ] as const)
    it(`gets a message when a job is deleted ${how}`, async () => {
      using listener = await stage.listener()
      const id = await job(stage.api.test.database, { state: 'FINISHED' })
      const headers = { Authorization: as('bob'), Accept: 'application/json' }
      assert.equal((await fetch(`${stage.url}${path(id)}`, { method, headers })).status, 200)
      await until('the message arrives', () => listener.of('job').some((one) => one.job === `VX-${id}`))
    })

  it('gets a message when a job is started through the API', async () => {
    using listener = await stage.listener()
    const source = encodeURIComponent(`sourceUri=${stage.api.mediaRoot}/a.mov`)
    const headers = { Authorization: as('bob'), Accept: 'application/json' }
    const answer = await fetch(`${stage.url}/API/job?type=TRANSCODE&jobmetadata=${source}`, {
      method: 'POST',
      headers,
    })
    const { jobId } = (await answer.json()) as { jobId: string }
    await until('the message arrives', () => listener.of('job').some((one) => one.job === jobId))
  })

  it('gets at most one message in 250 ms about a job that changes repeatedly', async () => {
    using listener = await stage.listener()
    const wake = new Wake(stage.api.test.database, assert.ifError)
    const began = performance.now()
    for (let call = 0; call < 300; call += 1) {
      wake.call('job:77', 'step:77')
      await new Promise((resolve) => setImmediate(resolve))
    }
    wake.call('job:78')
    await until('the last message arrives', () => listener.of('job').some((one) => one.job === 'VX-78'))
    const sent = listener.of('job').filter((one) => one.job === 'VX-77').length
    assert.ok(sent >= 1 && sent <= (performance.now() - began) / 250 + 1, `${sent} messages`)
  })

  it('is asked to read its list again when very many jobs have changed', async () => {
    using listener = await stage.listener()
    const wake = new Wake(stage.api.test.database, assert.ifError)
    wake.call(...Array.from({ length: 2_000 }, (_, at) => `job:${at + 1_000}` as const))
    await until('the message arrives', () => listener.of('jobs').length > 0)
    assert.ok(listener.of('job').length <= 1_000)
  })

  it('is asked to read its list again when wake-ups may have been missed', async () => {
    using listener = await stage.listener()
    await stage.rows(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and (query = 'listen callsheet' or query like 'select id, state from callsheet.job%')`)
    await until('the message arrives', () => listener.of('jobs').length > 0)
  })

  it('gets the progress of a running step when it has changed', async () => {
    const { rows, api } = stage
    const id = await job(api.test.database, {
      state: 'STARTED',
      steps: [
        {
          number: 200,
          runs: [{ state: 'STARTED_ASYNCHRONOUS', progress: { value: 10, total: 100, unit: 'percent' } }],
        },
      ],
    })
    await rows(PLACED, [id])
    using listener = await stage.listener()
    const progress = (): readonly Received[] => listener.of('job').filter((one) => one.job === `VX-${id}`)
    const sent = (value: number) =>
      until(`progress ${value} arrives`, () =>
        progress().some((one) => JSON.stringify(one).includes(`"value":${value}`)),
      )
    await sent(10)
    await rows('update callsheet.progress set value = 55 returning value')
    await sent(55)
    assert.deepEqual(progress().at(-1)?.['progress'], [
      { step: 200, attempts: 0, value: 55, total: 100, unit: 'percent' },
    ])
    assert.equal(progress().length, 2)
  })
})

/** Places the running step of a job on a node. */
const PLACED = `
with host as (
  insert into callsheet.host (id, name, slots) values ('h', 'h', '{}') returning id
), node as (
  insert into callsheet.node (name, host_id, kernel, pid, pid_started) select 'n', id, 'k', 1, 1 from host returning id, host_id
)
insert into callsheet.placement (id, step_id, job_id, node_id, host_id, category)
select a.id, a.step_id, a.job_id, n.id, n.host_id, 'cpu' from callsheet.attempt a, node n where a.job_id = ?
returning id`
