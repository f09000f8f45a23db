/** How often sign-ins may fail. */
import assert from 'node:assert/strict'
import { FailedTries, type Try } from '../../../server/auth/failed-tries.ts'

describe('Failed sign-ins', () => {
  let clock = 0
  let tries: FailedTries
  beforeEach(() => {
    clock = 0
    tries = new FailedTries(() => clock)
  })
  /** Tries until the limit, and at most so often; returns the number of permitted tries. */
  const attempt = (most: number, one: (at: number) => Try) => {
    let permitted = 0
    for (let at = 0; at < most; at += 1) {
      if (tries.waitFor(one(at)) > 0) continue
      tries.begin(one(at))
      permitted += 1
    }
    return permitted
  }
  const HERE = { address: '203.0.113.9', user: 'ann' }

  it('are limited to 10 a minute for an address and a user', () => {
    assert.equal(
      attempt(50, () => HERE),
      10,
    )
    clock = 20_000
    assert.equal(tries.waitFor(HERE), 40)
    clock = 60_000
    assert.equal(
      attempt(50, () => HERE),
      10,
    )
  })

  it('are limited to 100 a minute for an address, whatever the users', () =>
    assert.equal(
      attempt(500, (at) => ({ ...HERE, user: `user ${at}` })),
      100,
    ))

  it('of one address do not count for another', () => {
    attempt(500, (at) => ({ ...HERE, user: `user ${at}` }))
    attempt(50, () => HERE)
    assert.equal(tries.waitFor({ ...HERE, address: '203.0.113.10' }), 0)
  })

  it('are not counted if they are taken back', () => {
    for (let at = 0; at < 500; at += 1) {
      tries.begin(HERE)
      tries.takeBack(HERE)
    }
    assert.equal(tries.waitFor(HERE), 0)
  })

  it('with tokens do not count for the passwords of the same address', () => {
    assert.equal(
      attempt(500, () => ({ ...HERE, user: '' })),
      10,
    )
    assert.equal(
      attempt(50, () => HERE),
      10,
    )
  })

  // biome-ignore format: a table
  for (const [one, other, same] of [
    ['2001:db8:1:2::1',   '2001:db8:1:2:3:4:5:6',   true],
    ['2001:DB8:1:2::1',   '2001:db8:0001:2::f',     true],
    ['2001:db8::1',       '2001:db8:0:0:5::',       true],
    ['::1',               '::2',                    true],
    ['2001:db8:1:2::1',   '2001:db8:1:3::1',        false],
    ['2001:db8::1',       '2001:db8:0:1::1',        false],
    ['203.0.113.9',       '203.0.113.10',           false],
  ] as const)
    it(`of ${one} ${same ? 'count' : 'do not count'} for ${other}`, () => {
      attempt(50, () => ({ address: one, user: 'ann' }))
      assert.equal(tries.waitFor({ address: other, user: 'ann' }) > 0, same)
    })

  it('are not forgotten, however many other addresses and users fail', () => {
    assert.equal(
      attempt(9, () => HERE),
      9,
    )
    const flood = attempt(20_000, (at) => ({ address: `10.${at >> 8}.${at & 255}.1`, user: `user ${at}` }))
    assert.equal(flood, 20_000)
    // The counters are shared by keys that collide, so a count can be too high, but never too low.
    assert.ok(attempt(50, () => HERE) <= 1)
  })

  it('of a thousand attackers do not lock out anyone else', () => {
    for (let at = 0; at < 1_000; at += 1)
      attempt(10, () => ({ address: `10.${at >> 8}.${at & 255}.1`, user: 'ann' }))
    const locked = Array.from({ length: 1_000 }, (_, at) => ({
      address: `192.168.${at >> 8}.${at & 255}`,
      user: 'ann',
    }))
    assert.deepEqual(
      locked.filter((one) => tries.waitFor(one) > 0),
      [],
    )
  })
})
