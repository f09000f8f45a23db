/** `GET` and `POST /retention`: what would go, and what has gone (Callsheet extension). */
import assert from 'node:assert/strict'
import { siteId } from '../../../schema/ids.ts'
import { lockRetention } from '../../../schema/queries/retention/stored.ts'
import { transaction } from '../../../schema/sql/transaction.ts'
import { serving } from '../../serving.ts'

describe('Retention', () => {
  const { api, ask, job, rows } = serving({ JOB_DAYS: '60', JOB_DAYS_BY_TYPE: 'COPY_FILE=7 EXPORT=never' })
  const root = { by: 'root' } as const
  const plain = { by: 'root', accept: 'text/plain' } as const
  let kept = 0

  before(async () => {
    const at = (time: string) =>
      rows(`create or replace function callsheet.now() returns timestamptz language sql stable parallel safe
        return timestamptz '${time}'`)
    await at('2027-01-15T00:00:00Z')
    await rows('select callsheet.make_partitions(1)')
    await at('2027-04-02T12:00:00Z')
    const finished = '2027-01-20T00:00:00.000Z'
    kept = await job({ state: 'FINISHED', finished })
    for (let one = 0; one < 2; one += 1) await job({ state: 'FINISHED', finished })
    await job({ state: 'FINISHED', finished: '2027-02-10T00:00:00.000Z' })
    await job({ state: 'FINISHED', finished: '2027-04-01T00:00:00.000Z', type: 'COPY_FILE' })
    await job({ state: 'FINISHED', finished: '2027-02-01T00:00:00.000Z', type: 'EXPORT' })
    await ask(`PUT /job/VX-${kept}?keep=true`)
  })

  it('says what would go now and when the next jobs go, by month and type', async () => {
    const { body } = await ask('GET /API/retention', root)
    assert.deepEqual([body.days, body.deliveryDays, body.audit.days], [60, 60, 90])
    assert.deepEqual(body.job, [
      {
        ...{ type: 'COPY_FILE', days: 7, count: 1, kept: 0, going: 0 },
        ...{ oldest: '2027-04-01T00:00:00.000+0000', next: '2027-04-08T00:00:00.000+0000' },
      },
      {
        ...{ month: '2027-01', type: 'TRANSCODE', days: 60, count: 3, kept: 1, going: 2 },
        oldest: '2027-01-20T00:00:00.000+0000',
      },
      {
        month: '2027-02',
        type: 'EXPORT',
        count: 1,
        kept: 0,
        going: 0,
        oldest: '2027-02-01T00:00:00.000+0000',
      },
      {
        ...{ month: '2027-02', type: 'TRANSCODE', days: 60, count: 1, kept: 0, going: 0 },
        ...{ oldest: '2027-02-10T00:00:00.000+0000', next: '2027-04-30T00:00:00.000+0000' },
      },
    ])
    const january = body.month.find(({ month }: { month: string }) => month === '2027-01')
    assert.ok(january.going && january.bytes > 0)
    assert.equal(body.range[0].first, 'VX-1')
  })

  it('says so in lines as text/plain, and as XML', async () => {
    const { text } = await ask('GET /API/retention', plain)
    const [first = '', second = ''] = text.split('\r\n')
    assert.equal(first, 'job\t\tCOPY_FILE\t1\t0\t0\t2027-04-01T00:00:00.000Z\t2027-04-08T00:00:00.000Z')
    assert.equal(second, 'job\t2027-01\tTRANSCODE\t3\t1\t2\t2027-01-20T00:00:00.000Z\t')
    const xml = await ask('GET /API/retention', { by: 'root', accept: 'application/xml' })
    assert.match(xml.text, /<month>2027-01<\/month><type>TRANSCODE<\/type><days>60<\/days><count>3<\/count>/)
  })

  it('says what would go with other days, and refuses days that no setting can have', async () => {
    const going = async (query: string) => {
      const { body } = await ask(`GET /API/retention?${query}`, root)
      return body.job.map((one: { going: number }) => one.going)
    }
    assert.deepEqual(await going('days=30'), [0, 2, 0, 1])
    assert.deepEqual(await going('daysByType=EXPORT%3d31%20COPY_FILE%3d1'), [1, 2, 1, 0])
    // biome-ignore format: a table
    for (const [query, context] of [['days=0', 'days'], ['daysByType=EXPORT', 'daysByType']] as const) {
      const { status, body } = await ask(`GET /API/retention?${query}`, root)
      assert.deepEqual([status, body.invalidInput.context], [400, context])
    }
  })

  // biome-ignore format: a table
  for (const [by, status] of [['ann', 403], ['bob', 403], ['nobody', 401]] as const)
    it(`is not for ${by}`, async () => {
      assert.equal((await ask('GET /API/retention', { by })).status, status)
      assert.equal((await ask('POST /API/retention', { by })).status, status)
    })

  it('is refused with 409 while another run is at work', async () => {
    const status = await transaction(api().test.database.em.fork(), async (em) => {
      await lockRetention(em)
      return (await ask('POST /API/retention', root)).status
    })
    assert.equal(status, 409)
  })

  it('lets go now what it said, and says how much', async () => {
    const { body } = await ask('POST /API/retention', root)
    assert.deepEqual([body.jobsDropped, body.jobsMoved, body.jobsDeleted, body.postponed], [2, 1, 0, []])
    const list = await ask('GET /job?user=false&number=0', root)
    assert.equal(list.body.hits, 4)
    assert.equal((await ask(`GET /job/VX-${kept + 1}`)).status, 404)
    assert.equal((await ask(`GET /job/VX-${kept}`)).body.keep, true)
    const { text } = await ask('POST /API/retention', plain)
    assert.match(text, /^jobsDropped\t0\r\njobsDeleted\t0\r\n/)
  })

  describe('leaves jobs with keep=true', () => {
    const keepOf = async (id: number) => (await ask(`GET /job/VX-${id}`)).body.keep as boolean | undefined

    it('which POST /job starts', async () => {
      const body = JSON.stringify({ field: [{ key: 'sourceUri', value: `file://${api().mediaRoot}/a` }] })
      const start = async (query: string) =>
        (await ask(`POST /job?type=DELETE_FILE${query}`, { type: 'application/json', body })).body
      const job = await start('&keep=true')
      assert.equal(job.keep, true, JSON.stringify(job))
      assert.equal((await ask(`GET /job/${job.jobId}`)).body.keep, true)
      assert.equal((await start('')).keep, undefined)
    })

    it('which PUT /job/{id} keeps, or no longer', async () => {
      const id = await job({ state: 'FINISHED' })
      assert.equal(await keepOf(id), undefined)
      await ask(`PUT /job/VX-${id}?keep=true`)
      assert.equal(await keepOf(id), true)
      await ask(`PUT /job/VX-${id}?priority=LOW`)
      assert.equal(await keepOf(id), true)
      await ask(`PUT /job/VX-${id}?keep=false`)
      assert.equal(await keepOf(id), undefined)
      await ask(`PUT /job/VX-${id}?keep=false`)
      const { text } = await ask(`GET /job/VX-${id}/history`, { by: 'bob', accept: 'text/plain' })
      const lines = text
        .trimEnd()
        .split('\r\n')
        .map((line) => line.split('\t').slice(1).join(' ').trim())
      assert.deepEqual(lines.slice(-3), [
        'kept false true   bob',
        'priority-changed MEDIUM LOW   bob',
        'unkept true false   bob',
      ])
      assert.equal((await ask(`PUT /job/VX-${id}?keep=perhaps`)).status, 400)
    })

    it('which lists can be searched for', async () => {
      const [one, other] = [await job({ type: 'SOUGHT' }), await job({ type: 'SOUGHT' })]
      await ask(`PUT /job/VX-${one}?keep=true`)
      // biome-ignore format: a table
      for (const [query, ids] of [['keep=true', [one]], ['keep=false', [other]], ['', [one, other]]] as const) {
        const { body } = await ask(`GET /job?user=false&type=SOUGHT&${query}`)
        assert.deepEqual([body.hits, body.job.map(({ jobId }: { jobId: string }) => jobId)], [ids.length, ids.map(siteId)])
      }
    })

    it('many of which POST /job/bulk keeps, or no longer', async () => {
      const ids = [await job({ type: 'MANY' }), await job({ type: 'MANY', state: 'FINISHED' })]
      const all = ids.map((id) => ({ jobId: siteId(id) }))
      const bulk = async (action: string, more = '') =>
        (await ask(`POST /job/bulk?user=false&type=MANY&action=${action}${more}`)).body
      assert.deepEqual((await bulk('keep', '&dryRun=true')).job, all)
      assert.equal(await keepOf(ids[0] ?? 0), undefined)
      assert.deepEqual((await bulk('keep')).job, all)
      assert.equal(await keepOf(ids[1] ?? 0), true)
      const kept = await rows(
        `select distinct event, by_user from callsheet.history where job_id in (${ids}) and event = 'kept'`,
      )
      assert.deepEqual(kept, [{ event: 'kept', by_user: 'bob' }])
      const again = await bulk('keep')
      assert.deepEqual([again.job, again.refused[0].explanation], [[], 'Already kept'])
      assert.deepEqual((await bulk('unkeep', '&keep=true')).job, all)
      assert.equal((await bulk('unkeep')).refused[0].explanation, 'Not kept')
    })
  })
})
