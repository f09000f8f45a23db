/** Access to the live stream, and its end. */
import assert from 'node:assert/strict'
import { as } from '../../factory.ts'
import { Listener, type Live, live, until } from './listener.ts'

describe('The live stream', () => {
  let stage: Live
  before(async () => {
    stage = await live()
  })
  after(() => stage[Symbol.asyncDispose]())
  const outcome = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await stage.listen(path, headers)
    if (!(answer instanceof Listener)) return answer.status
    answer[Symbol.dispose]()
    await answer.closed
    return 'opens'
  }

  for (const path of ['/stream', '/API/stream'])
    it(`opens once with a ticket at ${path}`, async () => {
      const ticket = await stage.ticket()
      assert.match(ticket, /^[\w-]{43}$/)
      assert.equal(await outcome(`${path}?ticket=${ticket}`), 'opens')
      assert.equal(await outcome(`${path}?ticket=${ticket}`), 401)
    })

  it('opens once for concurrent requests with one ticket', async () => {
    const ticket = await stage.ticket()
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => outcome(`/stream?ticket=${ticket}`)))
    assert.deepEqual(outcomes.toSorted(), [401, 401, 401, 401, 'opens'])
  })

  it('does not open with a ticket that is older than 30 seconds', async () => {
    const ticket = await stage.ticket()
    const [row] = await stage.rows<{ left: number }>(
      `select extract(epoch from max(expires) - callsheet.now())::float8 as left from callsheet.stream_ticket`,
    )
    assert.ok(Number(row?.left) > 25 && Number(row?.left) <= 30)
    await stage.rows(
      `update callsheet.stream_ticket set expires = expires - interval '30 seconds' returning hash`,
    )
    assert.equal(await outcome(`/stream?ticket=${ticket}`), 401)
  })

  it('does not open with a ticket whose user was disabled meanwhile', async () => {
    const ticket = await stage.ticket('bob')
    await stage.rows(`update callsheet.user_account set disabled = true where name = 'bob' returning name`)
    await stage.rows(`update callsheet.user_account set disabled = false where name = 'bob' returning name`)
    assert.equal(await outcome(`/stream?ticket=${ticket}`), 401)
  })

  // biome-ignore format: a table
  for (const [what, path, headers, is] of [
    ['credentials',                                  '/stream',                { Authorization: as('ann') },                                     'opens'],
    ['nothing',                                      '/stream',                {},                                                               401],
    ['a wrong ticket',                               `/stream?ticket=${'A'.repeat(43)}`, {},                                                     401],
    ['a wrong ticket, though with credentials',      '/stream?ticket=x',       { Authorization: as('ann') },                                     401],
    ['a user without the role',                      '/stream',                { Authorization: as('zoe') },                                     403],
    ['credentials from a page of another origin',    '/stream',                { Authorization: as('ann'), Origin: 'https://other.example' },    403],
    ['credentials from an opaque origin',            '/stream',                { Authorization: as('ann'), Origin: 'null' },                     403],
    ['another path',                                 '/streams',               { Authorization: as('ann') },                                     404],
    ['a path that cannot be read',                   '/%E9',                   { Authorization: as('ann') },                                     404],
    ['a parameter that cannot be read',              '/stream?ticket=%E9',     { Authorization: as('ann') },                                     400],
  ] as const)
    it(`${is === 'opens' ? is : `is ${is}`} with ${what}`, async () => assert.equal(await outcome(path, headers), is))

  it('opens with credentials for pages of this server, and with a ticket for any page', async () => {
    assert.equal(await outcome('/stream', { Authorization: as('ann'), Origin: stage.url }), 'opens')
    const ticket = await stage.ticket()
    assert.equal(await outcome(`/stream?ticket=${ticket}`, { Origin: 'https://other.example' }), 'opens')
  })

  it('needs the role _job_read for a ticket', async () => {
    const { status } = await fetch(`${stage.url}/stream/ticket`, {
      method: 'POST',
      headers: { Authorization: as('zoe') },
    })
    assert.equal(status, 403)
  })

  // biome-ignore format: a table
  for (const [message, context] of [
    ['',                                       'message'],
    ['watch',                                  'message'],
    ['[]',                                     'message'],
    ['{}',                                     'watch'],
    ['{"watch":1}',                            'watch'],
    ['{"watch":"VX-x"}',                       'watch'],
    ['{"watch":"VX-1","after":7}',             'after'],
    ['{"watch":"VX-1","after":"here"}',        'after'],
    ['{"watch":"VX-1","level":"loud"}',        'level'],
  ] as const)
    it(`closes after ${message || 'an empty message'}, with an error that names ${context}`, async () => {
      using listener = await stage.listener()
      listener.say(message)
      assert.equal(await listener.closed, 1008)
      assert.partialDeepStrictEqual(listener.received, [{ type: 'error', invalidInput: { context } }])
    })

  it('closes after a binary message, and after one that is too long', async () => {
    using bytes = await stage.listener()
    bytes.client.send(Buffer.from('{"watch":null}'))
    assert.equal(await bytes.closed, 1008)
    using long = await stage.listener()
    long.say({ watch: 'VX-1', after: '1:1,'.repeat(20_000) })
    assert.equal(await long.closed, 1009)
  })

  it('is limited to 20 streams per user', async () => {
    const twenty = await Promise.all(Array.from({ length: 20 }, () => stage.listener('bob')))
    const headers = { Authorization: as('bob') }
    assert.equal(await outcome('/stream', headers), 409)
    assert.equal(await outcome('/stream', { Authorization: as('ann') }), 'opens')
    twenty[0]?.[Symbol.dispose]()
    await until('one stream is closed', () => stage.api.app.streams.size < 20)
    assert.equal(await outcome('/stream', headers), 'opens')
    for (const one of twenty) one[Symbol.dispose]()
    await until('all streams are closed', () => stage.api.app.streams.size === 0)
  })

  it('ends for a user who is disabled', async () => {
    using listener = await stage.listener('bob')
    await stage.rows(`update callsheet.user_account set disabled = true where name = 'bob' returning name`)
    assert.equal(await listener.closed, 1008)
  })

  it('ends with the token that opened it, or that requested its ticket, and with no other', async () => {
    const tokenOf = async () => {
      const headers = { Authorization: as('ann'), Accept: 'text/plain' }
      return (await fetch(`${stage.url}/token`, { headers })).text()
    }
    const by = async (token: string) => {
      const headers = { Authorization: `token ${token}`, Accept: 'text/plain' }
      const [one, other] = await Promise.all(
        [1, 2].map(async () =>
          (await fetch(`${stage.url}/stream/ticket`, { method: 'POST', headers })).text(),
        ),
      )
      const opened = [await stage.listen('/stream', headers), await stage.listen(`/stream?ticket=${one}`)]
      return { unused: other, opened: opened.filter((answer) => answer instanceof Listener) }
    }
    const [revoked, kept] = [await tokenOf(), await tokenOf()]
    const [ending, staying] = [await by(revoked), await by(kept)]
    assert.deepEqual([ending.opened.length, staying.opened.length], [2, 2])
    await fetch(`${stage.url}/token`, { method: 'DELETE', headers: { Authorization: `token ${revoked}` } })
    assert.deepEqual(await Promise.all(ending.opened.map(({ closed }) => closed)), [1008, 1008])
    assert.equal(await outcome(`/stream?ticket=${ending.unused}`), 401)
    assert.deepEqual(
      staying.opened.map(({ client }) => client.readyState),
      [1, 1],
    )
    await stage.rows(`update callsheet.token set expires = callsheet.now() returning id`)
    assert.deepEqual(await Promise.all(staying.opened.map(({ closed }) => closed)), [1008, 1008])
  })

  it('closes when the server stops, without waiting for clients that do not answer', async () => {
    await using own = await live()
    using listener = await own.listener()
    using frozen = await own.listener()
    frozen.client.pause()
    const events = await fetch(`${own.url}/stream?ticket=${await own.ticket()}`, { headers: EVENTS })
    await own.api.changes[Symbol.asyncDispose]()
    assert.equal(await listener.closed, 1001)
    assert.match(await events.text(), /^: the server is stopping$/m)
    await until('all streams are closed', () => own.api.app.streams.size === 0)
  })
})

const EVENTS = { Accept: 'text/event-stream' }
