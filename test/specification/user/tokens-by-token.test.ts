/** `GET /token` with a token: the new one does not outlive it (wire.md §2.2). */
import assert from 'node:assert/strict'
import { user } from '../../factory.ts'
import { serving } from '../../serving.ts'
import { tokenUse } from './token-use.ts'

describe('A token', () => {
  const served = serving()
  const { api, ask } = served
  const { tokenOf, who, passes, secondsOf } = tokenUse(served)
  before(async () => {
    const { database } = api().test
    await user(database, { name: 'operator', roles: ['_administrator'] })
    await user(database, { name: 'eve', roles: ['_job_read'] })
  })

  /** Requests a token with a token, by default for its own user. */
  const withToken = (token: string, line: string, headers: Readonly<Record<string, string>> = {}) =>
    ask(line, {
      by: 'nobody',
      accept: 'text/plain',
      headers: { Authorization: `token ${token}`, ...headers },
    })

  // biome-ignore format: a table
  for (const [first, then, headers] of [
    ['GET /token?seconds=100',     'GET /token?seconds=604800',              {}],
    ['GET /token?seconds=100',     'GET /user/root/token?seconds=604800',    {}],
    ['GET /token?seconds=100',     'GET /user/ann/token?seconds=604800',     {}],
    ['GET /token?seconds=100',     'GET /token',                             { RunAs: 'ann' }],
    ['GET /token?seconds=100',     'GET /token?seconds=604800',              { RunAs: 'bob' }],
    ['GET /token?seconds=100',     'GET /token',                             { RunAs: 'operator' }],
    ['GET /token?seconds=100',     'GET /token?seconds=604800',              { RunAs: 'operator' }],
  ] as const)
    it(`that is requested by ${then} ${JSON.stringify(headers)} with the token of ${first} does not outlive that`, async () => {
      const parent = await tokenOf(first, { by: 'root' })
      await passes(50)
      const { status, text: child } = await withToken(parent, then, headers)
      assert.equal(status, 200)
      // The parent first: on a busy machine, time passes between the two.
      const left = await secondsOf(parent)
      assert.ok((await secondsOf(child)) <= left + 0.01)
      const { text: grandchild } = await withToken(child, 'GET /token?seconds=604800')
      await passes(50)
      assert.deepEqual([await who(parent), await who(child), await who(grandchild)], [401, 401, 401])
    })

  it('that is requested with a token has a shorter lifetime if it asks for one', async () => {
    const parent = await tokenOf('GET /token?seconds=100', { by: 'root' })
    const { text: child } = await withToken(parent, 'GET /token?seconds=10')
    await passes(10)
    assert.deepEqual([await who(parent), await who(child)], ['root', 401])
  })

  it('cannot request a token with autoRefresh if it has none itself', async () => {
    const parent = await tokenOf('GET /token?seconds=100', { by: 'root' })
    const { status, body } = await ask('GET /token?autoRefresh=true', {
      by: 'nobody',
      headers: { Authorization: `token ${parent}` },
    })
    assert.equal(status, 403)
    assert.partialDeepStrictEqual(body.forbidden, {
      context: 'autoRefresh',
      id: 'root',
      explanation: 'a token without autoRefresh cannot request one with it',
    })
  })

  it('with autoRefresh can request a token that outlives it, also with autoRefresh', async () => {
    const parent = await tokenOf('GET /token?seconds=10&autoRefresh=true', { by: 'root' })
    const { text: long } = await withToken(parent, 'GET /token?seconds=604800')
    const { text: refreshed } = await withToken(parent, 'GET /token?seconds=60&autoRefresh=true')
    await passes(50)
    assert.deepEqual([await who(parent), await who(long), await who(refreshed)], [401, 'root', 'root'])
  })
})
