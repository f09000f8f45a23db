/** Passwords cannot be guessed, neither those of one user nor of many, and nobody else is locked out. */
import assert from 'node:assert/strict'
import { as } from '../../factory.ts'
import { serving } from '../../serving.ts'

describe('Guessing passwords', function () {
  this.timeout(60_000)
  const { ask } = serving({ TRUST_PROXY: '1' })
  const status = async (name: string, password: string, address: string) => {
    const headers = { Authorization: as(name, password), 'X-Forwarded-For': address }
    const answer = await ask('GET /API/job', { by: 'nobody', headers })
    return [answer.status, Number(answer.headers['retry-after'] ?? 0)] as const
  }
  const ofAll = async (guesses: readonly (readonly [name: string, password: string])[], address: string) => {
    const statuses = []
    // Sixteen at a time: more verifications at once than the server makes are answered with 503.
    for (let at = 0; at < guesses.length; at += 16) {
      const some = guesses.slice(at, at + 16).map(([name, password]) => status(name, password, address))
      statuses.push(...(await Promise.all(some)))
    }
    return statuses
  }

  it('of one user ends after ten failures, even with the right one, from that address alone', async () => {
    const guesses = Array.from({ length: 12 }, (_, at) => ['bob', `guess ${at}`] as const)
    const statuses = await ofAll(guesses, '192.0.2.1')
    assert.ok(statuses.every(([code]) => code === 401))
    assert.equal(statuses.filter(([, wait]) => wait > 0).length, 2)
    const [code, wait] = await status('bob', 'secret', '192.0.2.1')
    assert.ok(code === 401 && wait > 0 && wait <= 60, `${code}, ${wait} s`)
    assert.deepEqual(await status('bob', 'secret', '192.0.2.2'), [200, 0], 'from elsewhere')
    assert.deepEqual(await status('ann', 'secret', '192.0.2.1'), [200, 0], 'another user')
  })

  it('of many users ends after a hundred failures of that address, and of no other', async () => {
    const guesses = Array.from({ length: 104 }, (_, at) => [`user ${at}`, 'password'] as const)
    const statuses = await ofAll(guesses, '192.0.2.3')
    assert.equal(statuses.filter(([, wait]) => wait > 0).length, 4)
    assert.equal((await status('root', 'secret', '192.0.2.3'))[0], 401)
    assert.deepEqual(await status('root', 'secret', '192.0.2.4'), [200, 0])
  })

  it('of IPv6 counts for the network of the client, whose addresses are many', async () => {
    for (let at = 0; at < 10; at += 1) await status('wim', `guess ${at}`, `2001:db8:0:1::${at}`)
    assert.equal((await status('wim', 'secret', '2001:db8:0:1:ffff::1'))[0], 401)
    assert.deepEqual((await status('wim', 'secret', '2001:db8:0:2::1'))[1], 0)
  })
})
