/** What one search may take: criteria, time, and no longer than its client waits. */
import assert from 'node:assert/strict'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Database } from '../../../schema/sql/database.ts'
import { as } from '../../factory.ts'
import { until } from '../../server/stream/listener.ts'
import { type How, serving } from '../../serving.ts'

const pairs = (count: number) => Array.from({ length: count }, (_, at) => `jobmetadata=k${at}%3dv`).join('&')
const words = (count: number) => `text=${Array.from({ length: count }, (_, at) => `word${at}`).join('+')}`
const facets = (count: number): How => ({
  body: JSON.stringify({ facet: Array.from({ length: count }, () => ({ field: 'type' })) }),
  type: 'application/json',
})
const METADATA = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`k${at}`, 'v']))

async function locking(database: Database, work: () => Promise<void>): Promise<void> {
  const em = database.em.fork()
  await em.begin()
  try {
    await em.execute('lock table callsheet.job, callsheet.job_count in access exclusive mode')
    await work()
  } finally {
    await em.rollback()
  }
}

describe('The number of criteria', () => {
  const { ask, job } = serving()
  before(async () => {
    await job({ user: 'bob', metadata: METADATA })
    await job({ user: 'bob', metadata: { ...METADATA, k99: 'other' } })
    await job({ user: 'bob', metadata: { k0: 'v', k1: 'v' } })
  })

  // The ids that each finds.
  // biome-ignore format: a table
  const FOUND: readonly (readonly [criteria: string, ids: readonly string[]])[] = [
    [pairs(2),                                          ['VX-1', 'VX-2', 'VX-3']],
    [pairs(4),                                          ['VX-1', 'VX-2']],
    [pairs(5),                                          ['VX-1', 'VX-2']],
    [pairs(99),                                         ['VX-1', 'VX-2']],
    [pairs(100),                                        ['VX-1']],
    [`${pairs(50)}&${pairs(50)}`,                       ['VX-1', 'VX-2']],
    [`${pairs(50)}&jobmetadata=k1%3dw`,          []],
    ['jobmetadata=k1%3dv&jobmetadata=k1%3dw', []],
  ]
  for (const [criteria, ids] of FOUND)
    it(`finds ${ids.join(', ') || 'nothing'} by ${criteria.split('&').length} criteria, at once`, async () => {
      const since = performance.now()
      const { body } = await ask(`GET /API/job?idonly=true&${criteria}`)
      assert.deepEqual(
        body.job.map(({ jobId }: { jobId: string }) => jobId),
        ids,
      )
      const searched = await ask(`PUT /API/job/search?idonly=true&user=false&${criteria}`, {
        ...facets(1),
        by: 'root',
      })
      assert.equal(searched.body.hits, ids.length)
      assert.ok(performance.now() - since < 1_500, `${performance.now() - since} ms`)
    })

  // biome-ignore format: a table
  const REFUSED: readonly (readonly [request: string, how: How, context: string, expected: string, value: string])[] = [
    [`GET /API/job?${pairs(101)}`,                              {},         'jobmetadata',             'expected at most 100 values, got “101”', '101'],
    [`GET /API/job?${pairs(700)}`,                              {},         'jobmetadata',             'expected at most 100 values, got “700”', '700'],
    [`PUT /API/job/search?${pairs(101)}`,                       { by: 'root' },         'jobmetadata',             'expected at most 100 values, got “101”', '101'],
    [`POST /API/job/bulk?action=abort&${pairs(101)}`,           {},         'jobmetadata',             'expected at most 100 values, got “101”', '101'],
    [`GET /API/job?${words(11)}`,                               {},         'text',                    'expected at most 10 words, got “11”',    '11'],
    [`POST /API/job/bulk?action=delete&${words(11)}`,           {},         'text',                    'expected at most 10 words, got “11”',    '11'],
    ['PUT /API/job/search',                                     { ...facets(21), by: 'root' }, 'JobSearchDocument.facet', 'expected at most 20 facets',             '21'],
  ]
  for (const [request, how, context, explanation, value] of REFUSED)
    it(`refuses ${request.slice(0, 40)}…: ${explanation}`, async () => {
      const { status, body } = await ask(request, how)
      assert.deepEqual([status, body.invalidInput], [400, { context, explanation, id: null, value }])
    })
})

describe('A statement of a request that takes too long', () => {
  const { ask, api } = serving({ STATEMENT_TIMEOUT: '1' })

  // While another transaction has the table, every statement that reads jobs waits.
  const whileLocked = (work: () => Promise<void>) => locking(api().test.database, work)

  // biome-ignore format: a table
  const LATE: readonly (readonly [request: string, how: How, status: number, about: RegExp])[] = [
    ['GET /API/job?text=one+two',                           {},        400, /"context":"text",.*"explanation":"the search took too long: narrow it by other criteria","value":"one two"/],
    ['GET /API/job?jobmetadata=a%3db',                      {},        400, /"context":"jobmetadata",.*"value":"a=b"/],
    ['PUT /API/job/search?text=one',                        { ...facets(1), by: 'root' }, 400, /"context":"text"/],
    ['POST /API/job/bulk?action=abort&text=one',            {},        400, /"context":"text"/],
    ['GET /API/job',                                        {},        503, /The database took too long/],
    ['GET /API/job/VX-1',                                   {},        503, /"message":"The database took too long \([-0-9a-f]+\)"/],
    ['PUT /API/job/VX-1?priority=HIGH',                     {},        503, /The database took too long/],
    ['POST /API/job/VX-1/re-run',                           {},        503, /The database took too long/],
  ]
  for (const [request, how, status, about] of LATE)
    it(`answers ${request} with ${status}`, async () => {
      await whileLocked(async () => {
        const answer = await ask(request, how)
        assert.deepEqual(
          [answer.status, answer.headers['retry-after']],
          [status, status === 503 ? '30' : undefined],
          answer.text,
        )
        assert.match(answer.text, about)
      })
    }).timeout(20_000)
})

describe('A search whose client disconnects', () => {
  const { api } = serving()

  for (const path of ['/API/job?text=one', '/API/job?user=false&sort=progress', '/API/job/VX-1'])
    it(`GET ${path} is cancelled in PostgreSQL, and nothing is reported`, async () => {
      const { app, test, events } = api()
      const handle = app.callback()
      const server = createServer((request, response) => void handle(request, response))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const { port } = server.address() as AddressInfo
      const waiting = async () => {
        const rows = await test.database.em
          .fork()
          .execute<{ count: number }[]>(
            "select count(*)::integer from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
          )
        return rows[0]?.count
      }
      await locking(test.database, async () => {
        const request = get({ port, path, headers: { authorization: as('bob') } })
        request.on('error', () => undefined)
        await until('the search waits', async () => (await waiting()) === 1)
        request.destroy()
        await until('the search is cancelled', async () => (await waiting()) === 0)
      })
      assert.deepEqual(events, [])
      server.close()
    }).timeout(20_000)
})
