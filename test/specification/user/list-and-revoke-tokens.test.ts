/** `/user/{user}/tokens`: the tokens of a user, listed and revoked. */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'
import { tokenUse } from './token-use.ts'

describe('The tokens of a user', () => {
  const served = serving()
  const { ask } = served
  const { tokenOf, who, passes } = tokenUse(served)
  const idsOf = async (name: string) =>
    (await ask(`GET /user/${name}/tokens`, { by: 'root', accept: 'text/plain' })).text
      .split('\r\n')
      .slice(0, -1)

  it('are listed without the tokens themselves', async () => {
    const token = await tokenOf('GET /token?autoRefresh=true')
    const { body, text } = await ask('GET /user/bob/tokens')
    assert.equal(body.token.length, 1)
    assert.deepEqual(Object.keys(body.token[0]), ['id', 'created', 'used', 'expires', 'autoRefresh'])
    assert.equal(body.token[0].autoRefresh, true)
    assert.ok(!text.includes(token))
  })

  it('are listed until they expire', async () => {
    await passes(60)
    assert.deepEqual(await idsOf('bob'), [])
  })

  it('are revoked one by one', async () => {
    const [one, other] = [await tokenOf('GET /token'), await tokenOf('GET /token')]
    const [id] = await idsOf('bob')
    assert.equal((await ask(`DELETE /user/bob/tokens/${id}`)).status, 200)
    assert.deepEqual([await who(one), await who(other)], [401, 'bob'])
    assert.equal((await ask(`DELETE /user/bob/tokens/${id}`)).status, 404)
  })

  it('are revoked all at once, and those of other users are not', async () => {
    const bobs = [await tokenOf('GET /token'), await tokenOf('GET /token')]
    const anns = await tokenOf('GET /token', { by: 'ann' })
    assert.equal((await ask('DELETE /user/bob/tokens')).status, 200)
    assert.deepEqual(
      [...(await Promise.all(bobs.map((token) => who(token)))), await who(anns)],
      [401, 401, 'ann'],
    )
    assert.deepEqual(await idsOf('bob'), [])
  })

  it('are sent as Bearer by clients that know no other scheme', async () => {
    const token = await tokenOf('GET /token')
    const headers = { Authorization: `Bearer ${token}` }
    assert.equal((await ask('GET /whoami', { by: 'nobody', accept: '*/*', headers })).text, 'bob')
    assert.equal((await ask('DELETE /token', { by: 'nobody', headers })).status, 200)
    assert.equal(await who(token), 401)
  })

  // biome-ignore format: a table
  for (const [line, by, status] of [
    ['GET /user/ann/tokens',          'bob',  403],
    ['DELETE /user/ann/tokens',       'bob',  403],
    ['DELETE /user/ann/tokens/1',     'bob',  403],
    ['GET /user/ann/tokens',          'root', 200],
    ['DELETE /user/ann/tokens',       'root', 200],
    ['GET /user/no-such/tokens',      'root', 404],
    ['DELETE /user/no-such/tokens',   'root', 404],
    ['DELETE /user/bob/tokens/no',    'bob',  404],
    ['DELETE /user/bob/tokens/99999999999', 'bob', 404],
  ] as const)
    it(`${line} by ${by} → ${status}`, async () => assert.equal((await ask(line, { by })).status, status))
})
