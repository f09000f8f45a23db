/** `GET /user/{user}/token`, `GET /token` and `Authorization: token …` (wire.md §2). */
import assert from 'node:assert/strict'
import { user } from '../../factory.ts'
import { serving } from '../../serving.ts'
import { sha256, tokenUse } from './token-use.ts'

describe('A token', () => {
  const served = serving()
  const { api, ask, rows } = served
  const { tokenOf, who, passes, secondsOf } = tokenUse(served)
  before(async () => {
    const { database } = api().test
    await user(database, { name: 'operator', roles: ['_administrator'] })
    await user(database, { name: 'eve', roles: ['_job_read'] })
  })

  it('is bare text as text/plain, and a document in other formats', async () => {
    assert.match(await tokenOf('GET /API/user/bob/token?seconds=60'), /^[A-Za-z0-9_-]{43}$/)
    const { body } = await ask('GET /API/token')
    assert.deepEqual(Object.keys(body), ['token', 'user'])
    assert.equal(await who(body.token), 'bob')
    const { text } = await ask('GET /API/token', { accept: 'application/xml' })
    assert.match(text, /<AuthenticationTokenDocument .*<token>[\w-]{43}<\/token><user>bob<\/user>/)
  })

  it('is stored only as a hash', async () => {
    const token = await tokenOf('GET /API/token')
    const kept = JSON.stringify(await rows('select * from callsheet.token'))
    assert.ok(kept.includes(sha256(token)))
    assert.ok(!kept.includes(token))
  })

  it('works with a scheme in any case, and has the rights of its user', async () => {
    const token = await tokenOf('GET /API/token', { by: 'ann' })
    const asked = (line: string, scheme: string) =>
      ask(line, { by: 'nobody', headers: { Authorization: `${scheme} ${token}` } })
    assert.equal((await asked('GET /API/job', 'TOKEN')).status, 200)
    assert.equal((await asked('DELETE /API/job/VX-1', 'token')).status, 403)
  })

  it('allows RunAs only if its user is an administrator', async () => {
    const operators = await tokenOf('GET /API/token', { by: 'root' })
    const bobs = await tokenOf('GET /API/token')
    assert.equal(await who(operators, { RunAs: 'ann' }), 'ann')
    assert.equal(await who(bobs, { RunAs: 'ann' }), 403)
  })

  // biome-ignore format: a table
  for (const [by, line, seconds] of [
    ['bob',  'GET /token',                                       60],
    ['bob',  'GET /token?seconds=5',                              5],
    ['bob',  'GET /user/bob/token?seconds=604800',               60],
    ['root', 'GET /user/root/token?seconds=604800',         604_800],
    ['root', 'GET /user/bob/token;seconds=604800',          604_800],
  ] as const)
    it(`from ${line} by ${by} is valid for ${seconds} s`, async () => {
      const left = await secondsOf(await tokenOf(line, { by }))
      assert.ok(left > seconds - 5 && left <= seconds, String(left))
    })

  // biome-ignore format: a table
  for (const [by, line, status, fault] of [
    ['bob',    'GET /user/ann/token',             403, { forbidden: { context: '_administrator', id: 'ann' } }],
    ['bob',    'GET /user/nobody/token',          403, { forbidden: { context: '_administrator', id: 'nobody' } }],
    ['root',   'GET /user/nobody/token',          404, { notFound: { type: 'User', id: 'nobody' } }],
    ['root',   'GET /user/gone/token',            409, { conflict: { context: 'user', id: 'gone' } }],
    ['bob',    'GET /token?seconds=0',            400, { invalidInput: { context: 'seconds', value: '0' } }],
    ['bob',    'GET /token?seconds=-1',           400, { invalidInput: { context: 'seconds', value: '-1' } }],
    ['bob',    'GET /token?seconds=ten',          400, { invalidInput: { context: 'seconds', value: 'ten' } }],
    ['bob',    'GET /token?autoRefresh=maybe',    400, { invalidInput: { context: 'autoRefresh', value: 'maybe' } }],
    ['nobody', 'GET /token',                      401, { notAuthorized: {} }],
  ] as const)
    it(`${line} by ${by} → ${status}`, async () => {
      const answer = await ask(line, { by })
      assert.equal(answer.status, status)
      assert.partialDeepStrictEqual(answer.body, fault)
    })

  it('expires at the end of its lifetime by the database clock, even if it is used', async () => {
    const token = await tokenOf('GET /token?seconds=60')
    await passes(59)
    assert.equal(await who(token), 'bob')
    await passes(1)
    assert.equal(await who(token), 401)
  })

  it('restarts its lifetime with each use if autoRefresh is set', async () => {
    const token = await tokenOf('GET /token?seconds=60&autoRefresh=true')
    for (let use = 0; use < 3; use += 1) {
      await passes(50)
      assert.equal(await who(token), 'bob')
    }
    await passes(61)
    assert.equal(await who(token), 401)
  })

  it('is deleted after it has expired', async () => {
    const token = await tokenOf('GET /token')
    await passes(60)
    await tokenOf('GET /token')
    assert.equal((await rows('select from callsheet.token where hash = ?', [sha256(token)])).length, 0)
  })

  // biome-ignore format: a table
  for (const [what, change, is] of [
    ['is disabled',           `disabled = true`,                              401],
    ['gets another password', `password_hash = 'another', disabled = false`,  401],
    ['gets another role',     `roles = '{_job_write}'`,                       'eve'],
  ] as const)
    it(`${is === 401 ? 'is revoked' : 'stays valid'} when its user ${what}`, async () => {
      await rows(`update callsheet.user_account set disabled = false where name = 'eve' returning name`)
      const token = await tokenOf('GET /user/eve/token', { by: 'root' })
      assert.equal(await who(token), 'eve')
      await rows(`update callsheet.user_account set ${change} where name = 'eve' returning name`)
      assert.equal(await who(token), is)
    })

  it('stays revoked when its disabled user is enabled again', async () => {
    const token = await tokenOf('GET /user/eve/token', { by: 'root' })
    await rows(`update callsheet.user_account set disabled = true where name = 'eve' returning name`)
    await rows(`update callsheet.user_account set disabled = false where name = 'eve' returning name`)
    assert.equal(await who(token), 401)
  })

  it('is revoked by DELETE /token, which revokes no other token', async () => {
    const [token, other] = [await tokenOf('GET /token'), await tokenOf('GET /token')]
    const headers = { Authorization: `token ${token}` }
    const { status, text } = await ask('DELETE /API/token', { by: 'nobody', headers })
    assert.deepEqual([status, text], [200, ''])
    assert.deepEqual([await who(token), await who(other)], [401, 'bob'])
    assert.equal((await ask('DELETE /API/token', { by: 'nobody', headers })).status, 401)
  })

  it('is revoked by DELETE /token even with RunAs', async () => {
    const token = await tokenOf('GET /token', { by: 'root' })
    const headers = { Authorization: `token ${token}`, RunAs: 'ann' }
    assert.equal((await ask('DELETE /token', { by: 'nobody', headers })).status, 200)
    assert.equal(await who(token), 401)
  })

  it('cannot be revoked by a request with a password: 400 names the header', async () => {
    const { status, body } = await ask('DELETE /token')
    assert.equal(status, 400)
    assert.partialDeepStrictEqual(body.invalidInput, {
      context: 'Authorization',
      explanation: 'expected a token, got a password',
    })
  })

  it('is refused with 401 without a challenge if it is unknown, at most ten times a minute', async () => {
    const refusals = []
    for (let at = 0; at < 12; at += 1)
      refusals.push(
        await ask('GET /job', { by: 'nobody', headers: { Authorization: `token ${String(at).repeat(43)}` } }),
      )
    for (const { status, headers } of refusals) {
      assert.equal(status, 401)
      assert.equal(headers['www-authenticate'], undefined)
    }
    assert.ok(Number(refusals.at(-1)?.headers['retry-after']) > 0)
    assert.equal(await who(await tokenOf('GET /token')), 'bob', 'a valid token is still accepted')
  })

  it('is not requested by a challenge if a script sends the request', async () => {
    const challenge = async (headers: Readonly<Record<string, string>>) =>
      (await ask('GET /job', { by: 'nobody', headers })).headers['www-authenticate']
    assert.equal(await challenge({}), 'Basic realm="callsheet"')
    assert.equal(await challenge({ 'X-Requested-With': 'XMLHttpRequest' }), undefined)
  })
})
