/** The end of a live stream with what it was opened with. */
import assert from 'node:assert/strict'
import { createSecretKey } from 'node:crypto'
import { SignJWT } from 'jose'
import { as, user } from '../../factory.ts'
import { Listener, type Live, live } from './listener.ts'

describe('A live stream ends with', () => {
  const secret = 'a secret of the issuer of JSON Web Tokens'
  let own: Live
  before(async () => {
    own = await live({ JWT_ISSUER: 'https://id.example', JWT_AUDIENCE: 'callsheet', JWT_KEY: secret })
    await user(own.api.test.database, { name: 'root', roles: ['_super_access_user'] })
    await user(own.api.test.database, { name: 'wes', roles: ['_administrator'] })
  })
  after(() => own[Symbol.asyncDispose]())
  const jwt = async (exp: number) => {
    const claims = { iss: 'https://id.example', aud: 'callsheet', sub: 'ann', exp }
    const key = createSecretKey(Buffer.from(secret))
    return `Bearer ${await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(key)}`
  }
  const ask = async (method: string, path: string, by: string, body?: string) => {
    const type = body?.startsWith('{') ? 'application/json' : 'text/plain'
    const headers = { Authorization: by, Accept: 'text/plain', 'Content-Type': type }
    const answer = await fetch(`${own.url}${path}`, {
      method,
      headers,
      ...(body !== undefined && { body }),
    })
    assert.ok(answer.ok, `${method} ${path}: ${answer.status}`)
    return answer.text()
  }
  const root = as('root')
  const keyOf = async (name: string) => {
    const [id = '', key = ''] = (await ask('POST', `/user/${name}/key`, root)).split(':')
    return { id, by: `Basic ${Buffer.from(`${id}:${key}`).toString('base64')}` }
  }
  /** Opens one stream with the credential, one as server-sent events, and one with a ticket of it. */
  const opened = async (Authorization: string, more: Readonly<Record<string, string>> = {}) => {
    const headers = { Authorization, ...more }
    const ticketOf = async () =>
      (
        await fetch(`${own.url}/stream/ticket`, {
          method: 'POST',
          headers: { ...headers, Accept: 'text/plain' },
        })
      ).text()
    const sockets = [
      await own.listen('/stream', headers),
      await own.listen(`/stream?ticket=${await ticketOf()}`),
    ].filter((answer) => answer instanceof Listener)
    const events = await fetch(`${own.url}/stream`, { headers: { ...headers, ...EVENTS } })
    assert.deepEqual([sockets.length, events.status], [2, 200])
    return { sockets, events, unused: await ticketOf() }
  }
  const closes = async ({ sockets, events, unused }: Awaited<ReturnType<typeof opened>>, why: string) => {
    assert.deepEqual(await Promise.all(sockets.map(({ closed }) => closed)), [1008, 1008])
    assert.match(await events.text(), new RegExp(`^: ${why}$`, 'm'))
    const late = await own.listen(`/stream?ticket=${unused}`)
    assert.equal(late instanceof Listener ? 'opens' : late.status, 401)
  }

  it('the JSON Web Token, the access key or the password that opened it, and with no other', async () => {
    const [ending, deleted, staying] = [await keyOf('ann'), await keyOf('ann'), await keyOf('ann')]
    const stays = await opened(staying.by)
    const changed = await opened(as('bob'))
    const runAs = await opened(as('wes'), { RunAs: 'ann' })
    const both = [await opened(ending.by), await opened(deleted.by)] as const
    const expires = await opened(await jwt(Math.ceil(Date.now() / 1_000) + 5))
    await ask('PUT', `/user/ann/key/${ending.id}`, root, '{"status":"INACTIVE"}')
    await ask('DELETE', `/user/ann/key/${deleted.id}`, root)
    for (const name of ['bob', 'wes']) await ask('PUT', `/user/${name}/password`, root, 'correct horse')
    await Promise.all([
      closes(expires, 'the JSON Web Token has expired'),
      ...both.map((one) => closes(one, 'the access key is no longer active')),
      closes(changed, 'the password was changed'),
      closes(runAs, 'the password was changed'),
    ])
    assert.deepEqual(
      stays.sockets.map(({ client }) => client.readyState),
      [1, 1],
    )
    for (const one of stays.sockets) one[Symbol.dispose]()
    await stays.events.body?.cancel()
  })
})

const EVENTS = { Accept: 'text/event-stream' }
