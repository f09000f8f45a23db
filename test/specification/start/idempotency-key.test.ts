/** `Idempotency-Key` (Callsheet extension): a repeated request starts no second job. */
import assert from 'node:assert/strict'
import { forgetKeys } from '../../../schema/queries/jobs/idempotency.ts'
import { type How, serving } from '../../serving.ts'

const BODY = '{"field":[{"key":"a","value":"1"}]}'
const XML_BODY =
  '<SimpleMetadataDocument><field><key>a</key><value>1</value></field></SimpleMetadataDocument>'

describe('Idempotency-Key', () => {
  const { api, ask, job, rows } = serving()
  const withKey = (key: string, how: How = {}) => ({ ...how, headers: { 'Idempotency-Key': key } })
  const sourceOf = (name: string) => `sourceUri%3d${encodeURIComponent(`${api().mediaRoot}/${name}`)}`
  const start = (key: string, how?: How, more = '') =>
    ask(`POST /API/job?type=TRANSCODE&jobmetadata=${sourceOf('a.mov')}${more}`, withKey(key, how))
  const jobs = async () => (await rows<{ id: number }>('select id from callsheet.job')).length

  describe('of a repeated request', () => {
    it('returns the same document and starts no second job', async () => {
      const first = await start('again')
      const before = await jobs()
      const second = await start('again')
      assert.deepEqual([second.status, second.text, await jobs()], [200, first.text, before])
    })

    it('returns the job in its current state', async () => {
      const { jobId } = (await start('later')).body
      await ask(`DELETE /job/${jobId}?cleanup=false`)
      const { body } = await start('later')
      assert.deepEqual([body.jobId, body.status], [jobId, 'ABORTED'])
      assert.deepEqual(
        Object.keys(body).toSorted(),
        ['failureCause', 'finished', 'jobId', 'priority', 'started', 'status', 'type', 'user'].toSorted(),
      )
    })

    it('is 404 if the job was deleted since, and starts no other', async () => {
      const { jobId } = (await start('deleted')).body
      await ask(`DELETE /job/${jobId}?cleanup=false`)
      await ask(`DELETE /job?id=${jobId}`)
      const before = await jobs()
      const { status, body } = await start('deleted')
      assert.deepEqual([status, body.notFound.id, await jobs()], [404, jobId, before])
    })

    it('starts one job for twenty concurrent requests', async () => {
      const before = await jobs()
      const answers = await Promise.all(Array.from({ length: 20 }, () => start('twenty')))
      assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
      assert.equal(new Set(answers.map(({ body }) => body.jobId)).size, 1)
      assert.equal(await jobs(), before + 1)
    })

    // biome-ignore format: a table
    for (const [what, again] of [
      ['without /API',           (key: string) => ask(`POST /job?jobmetadata=${sourceOf('a.mov')}&type=TRANSCODE`, withKey(key, { type: 'application/json', body: BODY }))],
      ['as matrix parameters',   (key: string) => ask(`POST /API/job;type=TRANSCODE/?jobmetadata=${sourceOf('a.mov')}`, withKey(key, { type: 'application/json', body: BODY }))],
      ['with an XML body',       (key: string) => start(key, { type: 'application/xml', body: XML_BODY })],
      ['for an answer in XML',   (key: string) => start(key, { accept: 'application/xml', type: 'application/json', body: BODY })],
      ['with an unknown parameter', (key: string) => start(key, { type: 'application/json', body: BODY }, '&_=12345')],
    ] as const)
      it(`recognizes the request ${what}`, async () => {
        const { jobId } = (await start(what.replaceAll(' ', '-'), { type: 'application/json', body: BODY })).body
        const second = await again(what.replaceAll(' ', '-'))
        assert.equal(second.status, 200, second.text)
        assert.match(second.text, new RegExp(`${jobId}\\b`))
      })
  })

  describe('of another request', () => {
    // biome-ignore format: a table
    for (const [what, another] of [
      ['parameter',  (key: string) => start(key, {}, '&priority=LOW')],
      ['metadata',   (key: string) => start(key, {}, '&jobmetadata=b%3d2')],
      ['body',       (key: string) => start(key, { type: 'application/json', body: BODY })],
      ['operation',  async (key: string) => ask(`POST /job/VX-${await job({ state: 'FINISHED' })}/re-run`, withKey(key))],
    ] as const)
      it(`with another ${what} is 409 and names the key`, async () => {
        const { jobId } = (await start(what)).body
        const before = (await rows('select id from callsheet.history')).length
        const { status, body } = await another(what)
        assert.equal(status, 409)
        assert.deepEqual(body.conflict, {
          context: 'Idempotency-Key',
          id: jobId,
          explanation: 'another request has used this key',
          value: what,
        })
        assert.ok((await rows('select id from callsheet.history')).length <= before + 1)
      })

    it('is independent for each user', async () => {
      const one = await start('shared')
      const other = await start('shared', { by: 'root' })
      assert.deepEqual([one.status, other.status], [200, 200])
      assert.notEqual(one.body.jobId, other.body.jobId)
    })
  })

  it('makes concurrent re-runs of one job start one job', async () => {
    const metadata = { sourceUri: `${api().mediaRoot}/a.mov` }
    const [id, other] = [
      await job({ state: 'FINISHED', metadata }),
      await job({ state: 'FINISHED', metadata }),
    ]
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ask(`POST /job/VX-${id}/re-run`, withKey('re-run-20'))),
    )
    assert.equal(new Set(answers.map(({ body }) => body.jobId)).size, 1)
    assert.equal((await ask(`POST /job/VX-${other}/re-run`, withKey('re-run-20'))).status, 409)
    assert.equal((await ask(`POST /job/VX-${id}/re-run?priority=LOW`, withKey('re-run-20'))).status, 409)
  })

  it('is not used up by a refused request', async () => {
    const refused = await ask('POST /job?type=NONE', withKey('refused'))
    assert.deepEqual([refused.status, (await start('refused')).status], [400, 200])
  })

  it('is ignored by a dry run', async () => {
    assert.equal((await start('dry', {}, '&dryRun=true')).body.step.length, 7)
    assert.equal((await start('dry')).status, 200)
  })

  it('is kept for a day', async () => {
    const [young, old] = [(await start('young')).body.jobId, (await start('old')).body.jobId]
    const age = (key: string, hours: number) =>
      rows(
        `update callsheet.idempotency set at = at - make_interval(hours => ?) where key = ? returning key`,
        [hours, key],
      )
    await age('young', 23)
    await age('old', 25)
    await forgetKeys(api().test.database.em.fork())
    assert.equal((await start('young')).body.jobId, young)
    assert.notEqual((await start('old')).body.jobId, old)
  })

  for (const key of ['', 'a b', 'x'.repeat(256)])
    it(`is 400 for “${key.slice(0, 10)}” of ${key.length} characters`, async () => {
      const { status, body } = await start(key)
      assert.deepEqual([status, body.invalidInput?.context], [400, 'Idempotency-Key'])
    })

  it('may have 255 characters', async () => assert.equal((await start('x'.repeat(255))).status, 200))

  it('is ignored by other operations', async () =>
    assert.equal((await ask('GET /job', withKey(''))).status, 200))
})
