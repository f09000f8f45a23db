/** `GET /audit`: who changed what, and who failed to sign in. */
import assert from 'node:assert/strict'
import { dropAuditDays } from '../../../schema/queries/access/audit.ts'
import { OPERATIONS } from '../../../server/operations.ts'
import { as } from '../../factory.ts'
import { type How, serving } from '../../serving.ts'

interface Entry {
  readonly timestamp: string
  readonly username?: string
  readonly runAs?: string
  readonly address: string
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly status: number
}

describe('The audit', () => {
  const { api, ask, rows } = serving()
  const entries = async (query = ''): Promise<readonly Entry[]> =>
    (await ask(`GET /audit${query}`, { by: 'root' })).body.entry
  const newest = async () => (await entries('?number=1'))[0]

  // biome-ignore format: a table
  for (const [line, how, expected] of [
    ['PUT /user/max',                   { by: 'root' },                               { username: 'root', operation: 'PUT /user/{user}',          path: '/user/max',          status: 200 }],
    ['DELETE /user/max?hard=true',      { by: 'root' },                               { username: 'root', operation: 'DELETE /user/{user}',       path: '/user/max',          status: 200 }],
    ['DELETE /user/max',                { by: 'root' },                               { username: 'root', operation: 'DELETE /user/{user}',       path: '/user/max',          status: 404 }],
    ['DELETE /user/max',                { by: 'bob' },                                { username: 'bob',  operation: 'DELETE /user/{user}',       path: '/user/max',          status: 403 }],
    ['POST /job?type=NOPE',             { by: 'bob' },                                { username: 'bob',  operation: 'POST /job',                 path: '/job',               status: 400 }],
    ['POST /job/pause',                 { by: 'root', headers: { RunAs: 'bob' } },    { username: 'root', runAs: 'bob', operation: 'POST /job/pause', path: '/job/pause',     status: 403 }],
    ['GET /token',                      { by: 'bob' },                                { username: 'bob',  operation: 'GET /token',                path: '/token',             status: 200 }],
    ['GET /user/ann/token',             { by: 'root' },                               { username: 'root', operation: 'GET /user/{user}/token',    path: '/user/ann/token',    status: 200 }],
    ['POST /user/ann/key',              { by: 'root' },                               { username: 'root', operation: 'POST /user/{user}/key',     path: '/user/ann/key',      status: 200 }],
    ['PUT /user/ann/password',          { by: 'root', type: 'text/plain', body: 'x' }, { username: 'root', operation: 'PUT /user/{user}/password', path: '/user/ann/password', status: 400 }],
    ['GET /job',                        { by: 'bob', headers: { Authorization: as('bob', 'wrong') } }, { username: 'bob', operation: 'sign-in',  path: '/job',               status: 401 }],
    ['GET /job',                        { by: 'bob', headers: { Authorization: 'token x' } },          { operation: 'sign-in',                   path: '/job',               status: 401 }],
    ['GET /job',                        { by: 'bob', headers: { RunAs: 'ann' } },     { username: 'bob',  operation: 'sign-in',                   path: '/job',               status: 403 }],
  ] as const satisfies readonly (readonly [string, How, object])[])
    it(`has ${line} by ${how.by} with its outcome, ${expected.status}`, async () => {
      await ask(line, how)
      const entry = await newest()
      assert.ok(entry)
      const { timestamp, address, method, ...rest } = entry
      assert.deepEqual(rest, expected)
      assert.equal(method, line.split(' ', 1)[0])
      assert.match(address, /^(127\.0\.0\.1|::1)$/)
      assert.ok(!Number.isNaN(Date.parse(timestamp)))
    })

  // biome-ignore format: a table
  for (const [what, line, how] of [
    ['a read',                                   'GET /job',          { by: 'bob' }],
    ['a search, which is a PUT',                 'PUT /job/search',   { by: 'root' }],
    ['a request without credentials',            'GET /job',          { by: 'nobody' }],
    ['the challenge that clients wait for',      'POST /job',         { by: 'nobody' }],
  ] as const)
    it(`does not have ${what}`, async () => {
      const before = await newest()
      await ask(line, how)
      assert.deepEqual(await newest(), before)
    })

  it('does not have a name that is no user, as it may be a password', async () => {
    await ask('GET /job', { by: 'nobody', headers: { Authorization: as('correct horse', 'x') } })
    assert.equal((await newest())?.username, undefined)
    assert.ok(!JSON.stringify(await rows('select * from callsheet.audit')).includes('correct horse'))
  })

  it('has no passwords, tokens or bodies', async () => {
    const { text: token } = await ask('GET /token', { accept: 'text/plain' })
    await ask('PUT /user/ann/password?type=raw', { by: 'root', type: 'text/plain', body: 'battery staple' })
    await ask('DELETE /token', { by: 'nobody', headers: { Authorization: `token ${token}` } })
    const kept = JSON.stringify(await rows('select * from callsheet.audit'))
    for (const secret of [token, 'battery', 'staple', 'secret', 'raw'])
      assert.ok(!kept.includes(secret), secret)
  })

  it('does not grow with guesses that are refused unread', async () => {
    const guesses = Array.from({ length: 30 }, (_, at) =>
      ask('GET /job', { by: 'nobody', headers: { Authorization: as('wim', `guess ${at}`) } }),
    )
    await Promise.all(guesses)
    assert.equal((await entries('?user=wim&operation=sign-in')).length, 10)
  })

  it('has every operation that changes something', () => {
    const silent = OPERATIONS.filter(({ declaration: { method, readOnly } }) => method !== 'GET' && readOnly)
    assert.deepEqual(
      silent
        .map(({ declaration: { method, path } }) => `${method} ${path}`)
        .filter((line) => !/search|try|validate|^PUT .(user|group|item)$/.test(line)),
      [],
    )
  })

  it('is filtered by user, operation and time, and comes page by page', async () => {
    const all = await entries('?number=1000')
    const bobs = await entries('?user=bob&number=1000')
    assert.deepEqual(
      bobs,
      all.filter(({ username, runAs }) => username === 'bob' || runAs === 'bob'),
    )
    const tokens = await entries('?operation=GET%20/token')
    assert.ok(tokens.length > 0 && tokens.every(({ operation }) => operation === 'GET /token'))
    assert.deepEqual(await entries('?first=2&number=3'), all.slice(1, 4))
    const [first] = all.slice(-1)
    const time = encodeURIComponent(first?.timestamp ?? '')
    assert.deepEqual(await entries(`?to=${time}`), [])
    assert.equal((await entries(`?from=${time}&number=1000`)).length, all.length)
  })

  it('is one line for each entry as text/plain', async () => {
    const { text } = await ask('GET /audit?number=1', { by: 'root', accept: 'text/plain' })
    assert.match(text, /^\d{4}-[^\t]+Z\t\w*\t\w*\t[\d.:]+\t[^\t]+\t\/[^\t]*\t\d{3}\r\n$/)
  })

  it('is only for administrators', async () => assert.equal((await ask('GET /audit')).status, 403))

  it('drops whole days when they are older than AUDIT_DAYS', async () => {
    const { em } = api().test.database
    await rows(`insert into callsheet.audit (at, address, operation, method, path, status)
      values (callsheet.now() - interval '100 days', '', 'old', 'PUT', '/', 200) returning at`)
    await rows(`select callsheet.make_audit_days(3)`)
    await dropAuditDays(em.fork(), 101)
    assert.equal((await entries('?operation=old')).length, 1)
    await dropAuditDays(em.fork(), 90)
    assert.equal((await entries('?operation=old')).length, 0)
    const count = async () =>
      (await rows(`select from pg_inherits where inhparent = 'callsheet.audit'::regclass`)).length
    const [before] = [await count()]
    await rows(`create table callsheet.audit_2020_01_01 partition of callsheet.audit
      for values from ('2020-01-01 00:00+00') to ('2020-01-02 00:00+00')`)
    assert.equal(await count(), before + 1)
    await dropAuditDays(em.fork(), 90)
    assert.equal(await count(), before)
  })
})
