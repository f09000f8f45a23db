/** `PUT /user/{user}/password`, and the administrator who always stays. */
import assert from 'node:assert/strict'
import { ensureAdmin } from '../../../server/auth/ensure-admin.ts'
import { as } from '../../factory.ts'
import { type How, serving } from '../../serving.ts'

describe('A password', () => {
  const { ask, rows } = serving()
  const set = (name: string, body: string, how: How = {}) =>
    ask(`PUT /user/${name}/password?type=raw`, { by: 'root', type: 'text/plain', body, ...how })
  const signsIn = async (name: string, password: string) =>
    (
      await ask('GET /whoami', {
        by: 'nobody',
        accept: '*/*',
        headers: { Authorization: as(name, password) },
      })
    ).status

  it('is set by an administrator for any user, and replaces the former one at once', async () => {
    assert.equal(await signsIn('ann', 'secret'), 200)
    assert.equal((await set('ann', 'correct horse')).status, 200)
    assert.deepEqual([await signsIn('ann', 'secret'), await signsIn('ann', 'correct horse')], [401, 200])
  })

  it('is set without the line end of the file that it comes from', async () => {
    assert.equal((await set('ann', 'battery staple\r\n')).status, 200)
    assert.equal(await signsIn('ann', 'battery staple'), 200)
  })

  it('is stored only as an argon2id hash', async () => {
    const kept = JSON.stringify(await rows('select * from callsheet.user_account'))
    assert.ok(kept.includes('$argon2id$'))
    assert.doesNotMatch(kept, /battery staple/)
  })

  it('that was the default one is no longer', async () => {
    assert.equal((await set('admin', 'correct horse')).status, 200)
    const [admin] = await rows(`select default_password from callsheet.user_account where name = 'admin'`)
    assert.deepEqual(admin, { default_password: false })
  })

  it('is changed by its user with the current password', async () => {
    assert.equal((await set('bob', 'correct horse', { by: 'bob' })).status, 200)
    assert.equal(await signsIn('bob', 'correct horse'), 200)
  })

  it('is not changed by its user with a token, which may have been stolen', async () => {
    const { text } = await ask('GET /user/wim/token', { by: 'root', accept: 'text/plain' })
    const { status, body } = await set('wim', 'correct horse', {
      by: 'nobody',
      headers: { Authorization: `token ${text}` },
    })
    assert.deepEqual([status, body.forbidden.context], [403, 'Authorization'])
    assert.equal(await signsIn('wim', 'secret'), 200)
  })

  // biome-ignore format: a table
  for (const [name, body, by, status, context] of [
    ['ann',     'correct horse', 'zoe',  403, '_administrator'],
    ['no-such', 'correct horse', 'root', 404, undefined],
    ['zoe',     '1234567',       'zoe',  400, 'password'],
    ['zoe',     '',              'zoe',  400, 'body'],
  ] as const)
    it(`of ${name} is ${status} as “${body}” by ${by}`, async () => {
      const answer = await set(name, body, { by })
      assert.equal(answer.status, status)
      assert.equal((answer.body.forbidden ?? answer.body.invalidInput)?.context, context)
    })
})

describe('The last administrator', () => {
  const { api, ask } = serving()
  const root = (line: string, body?: object) =>
    ask(line, { by: 'root', ...(body && { type: 'application/json', body: JSON.stringify(body) }) })
  const NOTHING = { groupList: { group: [] } }
  before(async () => {
    // There is `admin` too, who is an administrator by itself.
    assert.equal((await root('DELETE /user/admin')).status, 200)
  })

  // biome-ignore format: a table
  for (const [line, body] of [
    ['DELETE /user/root',                            undefined],
    ['DELETE /user/root?hard=true',                  undefined],
    ['PUT /user/root',                               { disabled: true }],
    ['PUT /user/root',                               NOTHING],
    ['DELETE /user/root/groups/_super_access_user',  undefined],
    ['DELETE /group/_super_access_user/user/root',   undefined],
    ['PUT /user/root/groups?move=true',              { group: [] }],
  ] as const)
    it(`is not lost by ${line} ${body ? JSON.stringify(body) : ''}: 409`, async () => {
      const { status, body: answer } = await root(line, body)
      assert.equal(status, 409)
      assert.deepEqual([answer.conflict.context, answer.conflict.id], ['user', 'root'])
      assert.equal((await root('GET /user')).status, 200)
    })

  it('need not be admin: a start does not bring back one that was deleted, unless ADMIN_PASSWORD is set', async () => {
    const { em } = api().test.database
    assert.equal((await root('DELETE /user/admin?hard=true')).status, 200)
    assert.equal(await ensureAdmin(em.fork(), undefined), false)
    assert.equal((await root('GET /user/admin')).status, 404)
    assert.equal(await ensureAdmin(em.fork(), 'correct horse'), false)
    assert.equal((await root('DELETE /user/admin?hard=true')).status, 200)
  })

  it('may go when there is another one, also by a group', async () => {
    await root('POST /group', {
      groupName: 'admins',
      parentGroupList: { group: [{ groupName: '_administrator' }] },
    })
    assert.equal((await root('PUT /group/admins/user/ann')).status, 200)
    const ann = (line: string) => ask(line, { by: 'ann' })
    assert.equal((await ann('DELETE /user/root')).status, 200)
    assert.equal((await ann('DELETE /group/admins')).status, 409)
    assert.equal((await ann('DELETE /group/admins/user/ann')).status, 409)
  })

  it('is not lost by two who remove each other at once', async () => {
    await ask('PUT /group/admins/user/bob', { by: 'ann' })
    const statuses = await Promise.all([
      ask('DELETE /user/bob', { by: 'ann' }).then(({ status }) => status),
      ask('DELETE /user/ann', { by: 'bob' }).then(({ status }) => status),
    ])
    assert.equal(statuses.filter((status) => status === 200).length, 1, String(statuses))
  })
})
