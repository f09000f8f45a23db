/** HTTP clients offer upgrades that the server need not take (RFC 9110 §7.8). */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type IncomingMessage, request, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { close, listen } from '../../../server/http/api.ts'
import { as } from '../../factory.ts'
import { serving } from '../../serving.ts'

describe('A request that offers an upgrade', () => {
  const served = serving()
  let server: Server
  let url: string
  before(async () => {
    ;({ server, url } = await listen(served.api().app, '127.0.0.1', 0))
  })
  after(() => close(server))

  const SETTINGS = { 'HTTP2-Settings': 'AAMAAABkAAQCAAAAAAIAAAAA' }
  // biome-ignore format: a table
  for (const [what, headers] of [
    ['to HTTP/2, as Java’s HttpClient and curl --http2 do', { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', ...SETTINGS }],
    ['to TLS',                                              { Connection: 'Upgrade', Upgrade: 'TLS/1.2' }],
    ['to nothing',                                          { Connection: 'Upgrade' }],
    ['and does not ask for it with Connection',             { Upgrade: 'h2c', ...SETTINGS }],
  ] as const)
    it(`${what}, is answered as without it`, async () => {
      const body = JSON.stringify({ field: [{ key: 'note', value: 'kept' }] })
      const query = 'type=DELETE_FILE&jobmetadata=sourceUri%3dfile:///nowhere&dryRun=false&holdJob=true'
      const [plain, offered] = [await sent(query, {}, body), await sent(query, headers, body)]
      assert.equal(plain.status, 400)
      assert.deepEqual(offered, plain)
      assert.equal((await sent('', headers)).status, 200)
    })

  it('to WebSocket, is 404 anywhere but at the stream', async () => {
    const { status } = await sent('', { Connection: 'Upgrade', Upgrade: 'websocket' })
    assert.equal(status, 404)
  })

  /** Starts a job, or without a query lists job types. */
  async function sent(query: string, headers: Readonly<Record<string, string>>, body = '') {
    const path = query === '' ? '/API/jobtype' : `/API/job?${query}`
    const all = { Authorization: as('bob'), 'Content-Type': 'application/json', Accept: 'application/json' }
    const asked = request(`${url}${path}`, {
      method: query === '' ? 'GET' : 'POST',
      headers: { ...all, ...headers },
    })
    asked.end(body)
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    return { status: answer.statusCode, body: await text(answer) }
  }
})
