/** Receivers of notifications that misbehave: each case is one delivery without a retry. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '../life/outside.ts'
import { Delivering } from './delivering.ts'
import { Misbehaving } from './misbehaving.ts'

describe('A delivery to a receiver', function () {
  this.timeout(60_000)
  const receiver = new Misbehaving()
  let delivering: Delivering
  let url: string

  before(async () => {
    url = await receiver.listen()
    delivering = await Delivering.start()
  })
  after(async () => {
    await receiver[Symbol.asyncDispose]()
    await delivering[Symbol.asyncDispose]()
  })

  const X = 'x'.repeat(1_000)
  // biome-ignore format: a table
  const CASES: readonly (readonly [does: string, path: string, outcome: string, status: number | undefined, text: RegExp])[] = [
    ['answers with a hundred megabytes',              '/huge',            'delivered', 200, new RegExp(`^${X}$`)],
    ['fails with a hundred megabytes',                '/huge-error',      'failed',    500, new RegExp(`^${X}$`)],
    ['closes the connection',                         '/closes',          'failed',    undefined, /other side closed|ECONNRESET/],
    ['closes the connection within the headers',      '/closes-in-headers', 'failed',  undefined, /other side closed/],
    ['closes the connection within the body',         '/closes-in-body',  'delivered', 200, /^first$/],
    ['closes the connection within the body of an error', '/closes-in-error', 'failed', 503, /^first$/],
    ['sends a body that never ends',                  '/drips',           'delivered', 200, /^x+$/],
    ['never answers',                                 '/never',           'failed',    undefined, /no response within 1000 ms/],
    ['redirects',                                     '/moved',           'failed',    302, /^$/],
    ['redirects for good',                            '/moved-for-good',  'failed',    308, /^$/],
    ['says 100 without being asked',                  '/continues',       'failed',    undefined, /bad response/],
    ['says 103 first',                                '/hints',           'delivered', 200, /^then$/],
    ['says 100 and nothing else',                     '/only-continues',  'failed',    undefined, /./],
    ['switches protocols',                            '/switches',        'failed',    undefined, /./],
    ['answers 204',                                   '/no-content',      'delivered', 204, /^$/],
    ['answers 400',                                   '/bad-request',     'failed',    400, /^why$/],
    ['answers 500',                                   '/error',           'failed',    500, /^no$/],
    ['does not speak HTTP',                           '/not-http',        'failed',    undefined, /./],
    ['contradicts itself about the length',           '/two-lengths',     'failed',    undefined, /./],
    ['sends a megabyte of headers',                   '/many-headers',    'failed',    undefined, /./],
  ]
  it('is recorded as its status says, whatever else the receiver does', async () => {
    const ids = await Promise.all(CASES.map(async ([, path]) => delivering.notify({ url: `${url}${path}` })))
    await delivering.job()
    for (const [at, [does, , outcome, status, text]] of CASES.entries()) {
      const [one] = await delivering.ended(ids[at] ?? '', 1, 30_000)
      assert.deepEqual(
        [one?.outcome, one?.status, one?.attempts],
        [outcome, status, 1],
        `${does}: ${JSON.stringify(one)}`,
      )
      assert.match(one?.error ?? one?.answer ?? '', text, does)
    }
    assert.ok(!receiver.paths.includes('/fine'), 'redirects are not followed')
    await eventually('the huge answers are cut off', () => receiver.sent > 0)
    assert.ok(receiver.sent < 50_000_000, `of 200 MB, ${receiver.sent} bytes were sent`)
    assert.deepEqual(delivering.errors, [])
  })

  it('that cannot be reached, or proves to be another, fails and says why', async () => {
    const secure = await receiver.listen(certificate())
    // biome-ignore format: a table
    const cases = [
      ['http://127.0.0.1:1/',                 /ECONNREFUSED/],
      ['http://callsheet.invalid/',           /ENOTFOUND|EAI_AGAIN/],
      [`${secure}/fine`,                      /self-signed certificate/],
      [`${url.replace('http', 'https')}/fine`, /no response within 1000 ms/],
    ] as const
    const ids = await Promise.all(cases.map(async ([to]) => delivering.notify({ url: to })))
    await delivering.job()
    for (const [at, [to, error]] of cases.entries()) {
      const [one] = await delivering.ended(ids[at] ?? '')
      assert.deepEqual([one?.outcome, one?.status], ['failed', undefined], to)
      assert.match(one?.error ?? '', error)
    }
    assert.ok(!receiver.paths.includes('/fine'))
  })

  it('that is away for ten minutes arrives when it is back, in order, with the default of retries', async () => {
    const { paths } = receiver
    const back = await receiver.listen()
    const id = await delivering.notify(
      { url: 'http://127.0.0.1:1/', retry: undefined },
      { create: '', stop: '' },
    )
    const job = await delivering.job()
    await delivering.ask('delete', `/job/${job}?cleanup=false`)
    const attempts = async () => (await delivering.deliveries(id)).at(-1)?.attempts ?? 0
    let away = 0
    for (let tried = 1; away < 600; tried += 1) {
      if (tried > 1) await retryNow()
      await eventually(`attempt ${tried} has failed`, async () => (await attempts()) === tried)
      away += await nextRetry()
    }
    await delivering.ask('put', `/job/notification/${id}`).send({
      action: { http: { url: `${back}/fine`, timeout: '1' } },
      trigger: { job: { create: '', stop: '' } },
    })
    const from = paths.length
    await retryNow()
    const [stop, create] = await delivering.ended(id, 2)
    assert.deepEqual(
      [create?.outcome, create?.attempts, stop?.outcome, stop?.attempts],
      ['delivered', 6, 'delivered', 1],
    )
    assert.equal(paths.length - from, 2)
  })

  /** When the next retry is planned, s from now. */
  async function nextRetry(): Promise<number> {
    let seconds = 0
    await eventually('a retry is planned', async () => {
      const rows = await delivering.rows<{ s: number }>(`
        select extract(epoch from start_after - now())::float8 as s from callsheet_queue.job
        where name = 'delivery' and state = 'retry' and start_after > now()`)
      seconds = rows[0]?.s ?? 0
      return rows.length > 0
    })
    return seconds
  }

  const retryNow = () =>
    delivering.rows(`
      update callsheet_queue.job set start_after = now()
      where name = 'delivery' and state = 'retry' and start_after > now()`)
})

/** A self-signed one, which no client trusts. */
function certificate(): { readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'callsheet-certificate-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  execFileSync('openssl', ['req', ...kind, '-subj', '/CN=127.0.0.1', '-keyout', key, '-out', cert], {
    stdio: 'ignore',
  })
  const read = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  rmSync(folder, { recursive: true })
  return read
}
