import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { ScriptCallRefused, type ScriptRequest } from '../../../tasks/script/calls.ts'
import { askOutside } from '../../../tasks/script/outside.ts'

describe('http, from a script', () => {
  let server: Server
  let origin = ''
  const NEVER = new AbortController().signal
  before(async () => {
    server = createServer((request, response) => void answer(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  after(() => server.close().closeAllConnections())

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '', headers } = request
    const body = await text(request)
    if (url === '/slow') return
    if (url === '/large') return void response.end('x'.repeat(9 * 1024 * 1024))
    if (url === '/close') return void response.destroy()
    const to = new URL(url, origin).searchParams.get('to')
    if (to !== null) return void response.writeHead(302, { location: to }).end()
    response.writeHead(url === '/404' ? 404 : 200, { 'X-Two': ['a', 'b'] })
    response.end(JSON.stringify({ method, url, body, token: headers['x-token'] }))
  }

  const ask = (uri: string, more: Partial<ScriptRequest> = {}, hosts = ['127.0.0.1'], signal = NEVER) =>
    askOutside({ method: 'GET', path: [uri], query: [], headers: [], ...more }, hosts, signal)
  const refused = (message: RegExp) => (error: unknown) => {
    assert.ok(error instanceof ScriptCallRefused, String(error))
    assert.match(error.message, message)
    return true
  }

  it('sends the method, query, headers and body, and returns the status, headers and body', async () => {
    const asked = {
      method: 'POST',
      query: [['a b', '1&2']],
      headers: [['X-Token', 't']],
      body: '{}',
    } as const
    const { status, headers, body } = await ask(`${origin}/x?z=1`, asked)
    assert.deepEqual([status, headers['x-two']], [200, 'a, b'])
    assert.deepEqual(JSON.parse(body), { method: 'POST', url: '/x?z=1&a+b=1%262', body: '{}', token: 't' })
  })

  for (const header of ['Host', 'Transfer-Encoding', 'connection'])
    it(`refuses the header ${header}, which belongs to the connection`, () =>
      assert.rejects(
        ask(`${origin}/x`, { headers: [[header, 'x']] }),
        refused(new RegExp(`^http\\.header: the header ${header} cannot be set$`)),
      ))

  it('returns any status', async () => assert.equal((await ask(`${origin}/404`)).status, 404))

  it('follows redirects to allowed hosts', async () =>
    assert.match((await ask(`${origin}/r?to=/there`)).body, /"url":"\/there"/))

  // biome-ignore format: a table
  const REFUSED: readonly (readonly [what: string, uri: string, message: RegExp, hosts?: readonly string[]])[] = [
    ['any other host',                      'http://example.com/',             /^http: example\.com is not one of the hosts in the setting SCRIPT_HOSTS$/],
    ['a redirect to any other host',        '/r?to=http://localhost:1/',       /^http: localhost:1 is not one of the hosts/],
    ['a link-local address',                'http://169.254.169.254/latest',   /^http: 169\.254\.169\.254 is a link-local address$/, ['*']],
    ['a link-local address as a number',    'http://2852039166/',              /is a link-local address$/, ['*']],
    ['a redirect to a link-local address',  '/r?to=http://169.254.169.254/',   /is a link-local address$/, ['*']],
    ['other schemes',                       'file:///etc/passwd',              /^http\.uri: expected an absolute HTTP URI, got “file:/, ['*']],
    ['a relative URI',                      'a/b',                             /^http\.uri: expected an absolute HTTP URI, got “a\/b”$/, ['*']],
    ['a response that is too large',        '/large',                          /^http: the response has more than 8388608 bytes$/],
    ['a connection that closes',            '/close',                          /^http: http:\/\/127\.0\.0\.1:\d+: other side closed$/],
    ['a port that nobody listens on',       'http://127.0.0.1:1/',             /ECONNREFUSED/],
    ['a host that does not exist',          'http://nowhere.invalid/',         /ENOTFOUND|EAI_AGAIN/, ['*']],
  ]
  for (const [what, uri, message, hosts = ['127.0.0.1']] of REFUSED)
    it(`refuses ${what}`, () =>
      assert.rejects(ask(uri.startsWith('/') ? origin + uri : uri, {}, [...hosts]), refused(message)))

  it('gives up after its timeout', () =>
    assert.rejects(ask(`${origin}/slow`, { timeoutMs: 50 }), refused(/no response within 50 ms$/)))

  it('ends with the script', async () => {
    const stop = new AbortController()
    const asking = ask(`${origin}/slow`, {}, ['127.0.0.1'], stop.signal)
    stop.abort()
    await assert.rejects(asking, (error: unknown) => !(error instanceof ScriptCallRefused))
  })
})
