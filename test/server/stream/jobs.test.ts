/** A listener is told of every job that is made, moves or comes further. */
import assert from 'node:assert/strict'
import { Wake } from '../../../steps/engine/runtime/wake.ts'
import { as, job } from '../../factory.ts'
import { type Heard, type Live, live, until } from './listener.ts'

describe('A listener is told', () => {
  let stage: Live
  before(async () => {
    stage = await live()
    const { rows } = stage
    const listening = `select from pg_stat_activity where datname = current_database() and query = 'listen callsheet'
      or query like 'select id, state from callsheet.job%'`
    await until('the server hears', async () => (await rows(listening)).length > 0)
  })
  after(() => stage[Symbol.asyncDispose]())

  it('of a job that is aborted through the API', async () => {
    using listener = await stage.listener()
    const id = await job(stage.api.test.database)
    const headers = { Authorization: as('bob') }
    await fetch(`${stage.url}/API/job/VX-${id}`, { method: 'DELETE', headers })
    await until('it is told', () => listener.of('job').some((one) => one.job === `VX-${id}`))
    assert.equal(listener.heard[0]?.type, 'job')
  })

  // biome-ignore format: a table
  for (const [how, method, path] of [
    ['by itself',        'DELETE', (id: number) => `/API/job?id=VX-${id}`],
    ['with many others', 'POST',   () => '/API/job/bulk?action=delete&state=FINISHED&user=false'],
  ] as const)
    it(`of a job that is deleted ${how}`, async () => {
      using listener = await stage.listener()
      const id = await job(stage.api.test.database, { state: 'FINISHED' })
      const headers = { Authorization: as('bob'), Accept: 'application/json' }
      assert.equal((await fetch(`${stage.url}${path(id)}`, { method, headers })).status, 200)
      await until('it is told', () => listener.of('job').some((one) => one.job === `VX-${id}`))
    })

  it('of a job that is started through the API', async () => {
    using listener = await stage.listener()
    const source = encodeURIComponent(`sourceUri=${stage.api.mediaRoot}/a.mov`)
    const headers = { Authorization: as('bob'), Accept: 'application/json' }
    const answer = await fetch(`${stage.url}/API/job?type=TRANSCODE&jobmetadata=${source}`, {
      method: 'POST',
      headers,
    })
    const { jobId } = (await answer.json()) as { jobId: string }
    await until('it is told', () => listener.of('job').some((one) => one.job === jobId))
  })

  it('of a job that changes again and again at most once in 250 ms', async () => {
    using listener = await stage.listener()
    const wake = new Wake(stage.api.test.database, assert.ifError)
    const began = performance.now()
    for (let call = 0; call < 300; call += 1) {
      wake.call('job:77', 'step:77')
      await new Promise((resolve) => setImmediate(resolve))
    }
    wake.call('job:78')
    await until('the last is told', () => listener.of('job').some((one) => one.job === 'VX-78'))
    const told = listener.of('job').filter((one) => one.job === 'VX-77').length
    assert.ok(told >= 1 && told <= (performance.now() - began) / 250 + 1, `${told} messages`)
  })

  it('to read its list again when more has changed than is worth telling', async () => {
    using listener = await stage.listener()
    const wake = new Wake(stage.api.test.database, assert.ifError)
    wake.call(...Array.from({ length: 2_000 }, (_, at) => `job:${at + 1_000}` as const))
    await until('it is told', () => listener.of('jobs').length > 0)
    assert.ok(listener.of('job').length <= 1_000)
  })

  it('to read its list again when calls may have been missed', async () => {
    using listener = await stage.listener()
    await stage.rows(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and (query = 'listen callsheet' or query like 'select id, state from callsheet.job%')`)
    await until('it is told', () => listener.of('jobs').length > 0)
  })

  it('how far a running step has come, when it has come further', async () => {
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
    const progress = (): readonly Heard[] => listener.of('job').filter((one) => one.job === `VX-${id}`)
    const told = (value: number) =>
      until(`${value} is told`, () =>
        progress().some((one) => JSON.stringify(one).includes(`"value":${value}`)),
      )
    await told(10)
    await rows('update callsheet.progress set value = 55 returning value')
    await told(55)
    assert.deepEqual(progress().at(-1)?.['progress'], [
      { step: 200, attempts: 0, value: 55, total: 100, unit: 'percent' },
    ])
    assert.equal(progress().length, 2)
  })
})

/** The running step of a job as placed on a node. */
const PLACED = `
with host as (
  insert into callsheet.host (id, name, slots) values ('h', 'h', '{}') returning id
), node as (
  insert into callsheet.node (name, host_id, kernel, pid, pid_started) select 'n', id, 'k', 1, 1 from host returning id, host_id
)
insert into callsheet.placement (id, step_id, job_id, node_id, host_id, category)
select a.id, a.step_id, a.job_id, n.id, n.host_id, 'cpu' from callsheet.attempt a, node n where a.job_id = ?
returning id`
