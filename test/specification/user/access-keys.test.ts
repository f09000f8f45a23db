/** Access keys: `/user/{user}/key`. */
import assert from 'node:assert/strict'
import { as } from '../../factory.ts'
import { type How, serving } from '../../serving.ts'
import { sha256 } from './token-use.ts'

describe('An access key', () => {
  const { ask, rows } = serving()
  const root = (line: string, how: How = {}) => ask(line, { by: 'root', ...how })
  const made = async (user = 'ann') => (await root(`POST /user/${user}/key?name=mam`)).body as Key
  const set = (path: string, body: object) =>
    root(`PUT ${path}`, { type: 'application/json', body: JSON.stringify(body) })
  /** The user that it signs in, or the status of the refusal. */
  const who = async ({ id, secret }: Key, headers: Readonly<Record<string, string>> = {}) => {
    const how = {
      by: 'nobody',
      accept: 'text/plain',
      headers: { Authorization: as(id, secret), ...headers },
    } as const
    const { status, text } = await ask('GET /whoami', how)
    return status === 200 ? text : status
  }

  it('signs in as its user with id and secret over HTTP Basic', async () => {
    const key = await made()
    assert.match(key.id, /^VSID[A-Z2-7]{16}$/)
    assert.deepEqual(Object.keys(key), ['id', 'name', 'secret', 'status', 'created'])
    assert.equal(await who(key), 'ann')
    const headers = { Authorization: as(key.id, key.secret) }
    assert.equal((await ask('DELETE /job/VX-1', { by: 'nobody', headers })).status, 403)
  })

  it('is shown with its secret only when it is created, and stored only as a hash', async () => {
    const { id, secret } = await made()
    const shown = [await root('GET /user/ann/key'), await root(`GET /user/ann/key/${id}`)]
    for (const { text } of shown) {
      assert.ok(text.includes(id))
      assert.ok(!text.includes(secret))
    }
    const kept = JSON.stringify(await rows('select * from callsheet.access_key'))
    assert.ok(kept.includes(sha256(secret)) && !kept.includes(secret))
  })

  it('is its id, a colon and its secret as text/plain, for curl -u', async () => {
    const { text } = await root('POST /user/ann/key', { accept: 'text/plain' })
    const [id = '', secret = ''] = text.split(':')
    assert.equal(await who({ id, secret }), 'ann')
  })

  it('is a document of Vidispine in XML', async () => {
    const { text } = await root('POST /user/ann/key', { accept: 'application/xml' })
    assert.match(
      text,
      /<AccessKeyDocument [^>]*><id>VSID\w{16}<\/id><secret>[\w-]{43}<\/secret><status>ACTIVE<\/status><created>[^<]+Z<\/created><\/AccessKeyDocument>/,
    )
  })

  // biome-ignore format: a table
  for (const [what, change, back] of [
    ['is inactive',           (key: Key) => set(`/user/ann/key/${key.id}`, { status: 'INACTIVE' }), (key: Key) => set(`/user/ann/key/${key.id}`, { status: 'ACTIVE' })],
    ['is deleted',            (key: Key) => root(`DELETE /user/ann/key/${key.id}`),                 undefined],
    ['has a disabled user',   () => root('DELETE /user/ann'),                                       () => root('PUT /user/ann/enable')],
  ] as const)
    it(`signs in nowhere from the next request on when it ${what}`, async () => {
      const key = await made()
      assert.equal(await who(key), 'ann')
      assert.equal((await change(key)).status, 200)
      assert.equal(await who(key), 401)
      if (!back) return
      assert.equal((await back(key)).status, 200)
      assert.equal(await who(key), 'ann')
    })

  it('does not depend on the password of its user', async () => {
    const key = await made()
    await root('PUT /user/ann/password', { type: 'text/plain', body: 'correct horse' })
    assert.equal(await who(key), 'ann')
  })

  it('ends the tokens that were requested with it, and those that were requested with them', async () => {
    const key = await made('root')
    const token = async (authorization: string) =>
      (
        await ask('GET /token?seconds=600&autoRefresh=true', {
          ...{ by: 'nobody', accept: 'text/plain', headers: { Authorization: authorization } },
        })
      ).text
    const first = await token(as(key.id, key.secret))
    const second = await token(`token ${first}`)
    const status = async (secret: string) =>
      (await ask('GET /job', { by: 'nobody', headers: { Authorization: `token ${secret}` } })).status
    assert.deepEqual([await status(first), await status(second)], [200, 200])
    await set(`/user/root/key/${key.id}`, { status: 'INACTIVE' })
    assert.deepEqual([await status(first), await status(second)], [401, 401])
    await set(`/user/root/key/${key.id}`, { status: 'ACTIVE' })
    assert.equal(await status(second), 200)
    await root(`DELETE /user/root/key/${key.id}`)
    assert.equal(await status(second), 401)
  })

  it('does not change the password of its user', async () => {
    const { id, secret } = await made('bob')
    const headers = { Authorization: as(id, secret) }
    const how = { by: 'nobody', headers, type: 'text/plain', body: 'correct horse' } as const
    assert.equal((await ask('PUT /user/bob/password', how)).status, 403)
  })

  it('can be used with RunAs by an administrator', async () =>
    assert.equal(await who(await made('root'), { RunAs: 'ann' }), 'ann'))

  it('notes its use', async () => {
    const key = await made()
    await who(key)
    assert.ok((await root(`GET /user/ann/key/${key.id}`)).body.used)
  })

  // biome-ignore format: a table
  for (const [line, by, status] of [
    ['GET /user/zoe/key',                           'zoe',  403],
    ['POST /user/zoe/key',                          'zoe',  403],
    ['GET /user/no-such/key',                       'root', 404],
    ['POST /user/no-such/key',                      'root', 404],
    ['GET /user/ann/key/VSIDAAAAAAAAAAAAAAAA',      'root', 404],
    ['DELETE /user/ann/key/VSIDAAAAAAAAAAAAAAAA',   'root', 404],
    ['PUT /user/ann/key/VSIDAAAAAAAAAAAAAAAA',      'root', 400],
  ] as const)
    it(`${line} by ${by} → ${status}`, async () => assert.equal((await ask(line, { by })).status, status))

  it('of another user is 404', async () =>
    assert.equal((await root(`GET /user/bob/key/${(await made()).id}`)).status, 404))

  it('has a name that no user can have', async () => {
    const { status } = await root('POST /user', {
      ...{ type: 'application/json', body: JSON.stringify({ userName: (await made()).id }) },
    })
    assert.equal(status, 400)
  })

  it('is guessed at most ten times a minute, but a right one is always accepted', async () => {
    const key = await made()
    const answers = []
    for (let at = 0; at < 12; at += 1)
      answers.push(
        await ask('GET /whoami', {
          by: 'nobody',
          accept: '*/*',
          headers: { Authorization: as(key.id, `${at}`.repeat(43)) },
        }),
      )
    assert.ok(answers.every(({ status }) => status === 401))
    assert.ok(Number(answers.at(-1)?.headers['retry-after']) > 0)
    assert.equal(await who(key), 'ann')
  })
})

interface Key {
  readonly id: string
  readonly secret: string
}
