import assert from 'node:assert/strict'
import { createConnection } from 'node:net'
import { close, listen } from '../../../server/http/api.ts'
import { serving } from '../../serving.ts'
import { sendHostile } from './hostile.ts'

const SOME = 5_000

describe('hostile requests', () => {
  const { api, job } = serving()
  before(async () => {
    await job({ user: 'bob', metadata: { itemId: 'VX-9' } })
    await job({ state: 'FINISHED', user: 'bob' })
    await job({ state: 'STARTED', steps: [{ number: 100, runs: [{ state: 'STARTED' }] }] })
  })

  it(`never cause a 5xx or a stack trace, in ${SOME} tries`, async () => sendHostile(api(), SOME)).timeout(
    30_000,
  )

  // biome-ignore format: a table
  for (const [what, sent, expected] of [
    ['is not HTTP',                'hello\r\n\r\n',                                                       /^HTTP\/1\.1 400 /],
    ['has NUL in its line',        'GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n',                                 /^HTTP\/1\.1 400 /],
    ['has no Host',                'GET /API/job HTTP/1.1\r\n\r\n',                                       /^HTTP\/1\.1 400 /],
    ['has an unknown method',      'STEAL /API/job HTTP/1.1\r\nHost: a\r\n\r\n',                          /^HTTP\/1\.1 400 /],
    ['has an endless header',      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(20_000)}`,              /^HTTP\/1\.1 431 /],
    ['has two lengths',            'POST /API/job HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['names another server',       'GET http://evil.example/APInoauth/is-online HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 200 /],
  ] as const)
    it(`that ${what} is answered with ${expected.source}`, async () => assert.match(await raw(sent), expected))

  const raw = async (sent: string) => {
    const { server, url } = await listen(api().app, '127.0.0.1', 0)
    try {
      const { promise, resolve } = Promise.withResolvers<void>()
      const socket = createConnection(Number(new URL(url).port), '127.0.0.1')
      const parts: Buffer[] = []
      socket.on('data', (part: Buffer) => parts.push(part))
      // The server may close the connection before the whole request is sent.
      socket.on('error', () => undefined)
      socket.on('close', () => resolve())
      socket.end(Buffer.from(sent, 'latin1'))
      await promise
      return String(Buffer.concat(parts))
    } finally {
      await close(server)
    }
  }
})
