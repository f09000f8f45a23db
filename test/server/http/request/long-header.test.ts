/** A request line and headers that exceed the limit of the HTTP parser, over a real connection. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type IncomingMessage, maxHeaderSize, request, type Server } from 'node:http'
import { createConnection, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { close, listen } from '../../../../server/http/api.ts'
import { as } from '../../../factory.ts'
import { serving } from '../../../serving.ts'

const MANY = Array.from({ length: 2_000 }, (_, at) => `VX-${at + 100_000}`).join()
const EXPLANATION = `expected at most ${maxHeaderSize} bytes; to change many jobs, send several requests, or select the jobs by criteria with POST /API/job/bulk`
const CHUNKED = `POST /API/job?type=TRANSCODE HTTP/1.1\r\nHost: a\r\nAuthorization: ${as('bob')}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`

describe('A request whose header is too long', () => {
  const served = serving()
  let server: Server
  let url: string
  before(async () => {
    ;({ server, url } = await listen(served.api().app, '127.0.0.1', 0))
  })
  after(() => close(server))

  // biome-ignore format: a table
  for (const [what, method, path, headers, type] of [
    ['DELETE /job with 2 000 ids, for JSON', 'DELETE', `/API/job?id=${MANY}`,                    { Accept: 'application/json' }, 'application/json'],
    ['DELETE /job with 2 000 ids, for XML',  'DELETE', `/API/job?id=${MANY}`,                    { Accept: 'application/xml' },  'application/xml;charset=UTF-8'],
    ['DELETE /job with 2 000 ids, for text', 'DELETE', `/API/job?id=${MANY}`,                    { Accept: 'text/plain' },       'text/plain;charset=UTF-8'],
    ['DELETE /job with 2 000 ids',           'DELETE', `/API/job?id=${MANY}`,                    {},                             'application/xml;charset=UTF-8'],
    ['POST /job/bulk with 2 000 ids',        'POST',   `/API/job/bulk?action=delete&id=${MANY}`, { Accept: 'application/json' }, 'application/json'],
    ['a search with a long cookie',          'GET',    '/API/job',                               { Accept: 'application/json', Cookie: MANY }, 'application/json'],
  ] as const)
    it(`such as ${what}, is answered with 431 and a document in ${type}`, async () => {
      const { status, headers: got, body } = await sent(method, path, headers)
      assert.deepEqual([status, got['content-type'], got.connection], [431, type, 'close'])
      assert.equal(got['access-control-allow-origin'], '*')
      assert.ok(body.includes(EXPLANATION), body)
      if (type !== 'application/json') return
      const { invalidInput } = JSON.parse(body)
      assert.deepEqual(invalidInput, { context: 'header', id: null, explanation: EXPLANATION, value: null })
    })

  it('is answered in XML if the connection broke off before Accept', async () => {
    const answer = await raw([`DELETE /API/job?id=${MANY}`])
    assert.match(answer, /^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/)
    assert.match(answer, /<invalidInput><context>header<\/context>/)
  })

  it('is answered completely if the client sends all of its 20 MB before it reads', async () => {
    const megabyte = 'x'.repeat(1_000_000)
    const answer = await raw(['GET /API/job HTTP/1.1\r\nHost: a\r\nX: ', ...Array(20).fill(megabyte)])
    assert.match(answer, /<\/invalidInput><\/ExceptionDocument>$/)
  })

  it('is answered once, and its connection is closed although the client never closes it', async () => {
    const socket = connected()
    socket.on('error', () => undefined)
    const closed = new Promise((resolve) => socket.once('close', resolve))
    const received = text(socket)
    socket.write(`DELETE /API/job?id=${MANY}`)
    const answer = await received
    while (socket.writable) {
      socket.write(MANY)
      await sleep(20)
    }
    await closed
    assert.equal(answer.split('HTTP/1.1 ').length, 2)
  })

  it('does not end what the server does for others', async () => {
    await sent('DELETE', `/API/job?id=${MANY}`, {})
    assert.equal((await sent('GET', '/API/jobtype', {})).status, 200)
  })

  // biome-ignore format: a table
  for (const [what, bytes, answer] of [
    ['is not HTTP',             'hello\r\n\r\n',                                                              '400 Bad Request'],
    ['has a too long chunk extension', `${CHUNKED}1;${'x'.repeat(20_000)}\r\n`,                              '413 Payload Too Large'],
  ] as const)
    it(`does not change how one that ${what} is answered: with ${answer} and no body, as Node does`, async () => {
      assert.equal(await raw([bytes]), `HTTP/1.1 ${answer}\r\nConnection: close\r\n\r\n`)
    })

  async function sent(method: string, path: string, headers: Readonly<Record<string, string>>) {
    const asked = request(`${url}${path}`, { method, headers: { Authorization: as('bob'), ...headers } })
    asked.end()
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    return { status: answer.statusCode, headers: answer.headers, body: await text(answer) }
  }

  /** A client that sends on after the server has sent everything. */
  function connected(): Socket {
    return createConnection({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true })
  }

  /** Sends the parts as fast as they are taken, then reads the answer. */
  async function raw(parts: readonly string[]): Promise<string> {
    const socket = connected()
    const received = text(socket)
    for (const part of parts) if (!socket.write(part)) await once(socket, 'drain')
    socket.end()
    return received
  }
})
