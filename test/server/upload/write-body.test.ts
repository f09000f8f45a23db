/** Writes bodies of requests to files: of any length, in little memory, and not without end. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { createServer, request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Fault } from '../../../server/http/answer/fault.ts'
import { type WrittenBody, writeBody } from '../../../server/upload/write-body.ts'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/** The bytes of buffers that something still holds. */
function inUse(): number {
  collectGarbage()
  return process.memoryUsage().arrayBuffers
}

describe('A body', () => {
  let folder: string
  let server: Server
  let ended: Promise<WrittenBody>
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callsheet-body-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))
  afterEach(() => void server.close())

  /** Writes the body of the next request. Returns the request, which is still to be sent. */
  async function sending(headers: Record<string, string> = {}, idleMs = 60_000) {
    const { promise, resolve, reject } = Promise.withResolvers<WrittenBody>()
    promise.catch(() => undefined)
    ended = promise
    const write = async (...[request, response]: Parameters<Parameters<typeof createServer>[1] & object>) => {
      await using file = await open(join(folder, 'body'), 'w+')
      await writeBody(request, file, { idleMs }).then(resolve, reject)
      response.end()
    }
    server = createServer((request, response) => void write(request, response))
    await new Promise<void>((listens) => server.listen(0, '127.0.0.1', listens))
    const { port } = server.address() as AddressInfo
    const sent = httpRequest({ port, method: 'POST', headers })
    sent.on('error', () => undefined)
    sent.on('response', (answer) => answer.resume())
    return sent
  }

  it('of 200 MB without a length is written and hashed in little memory', async function () {
    this.timeout(30_000)
    let peak = 0
    const block = randomBytes(1024 * 1024)
    const hash = createHash('sha1')
    const blocks = function* () {
      for (let at = 0; at < 200; at += 1) {
        hash.update(block)
        if (at % 20 === 0) peak = Math.max(peak, inUse())
        yield block
      }
    }
    const before = inUse()
    await pipeline(Readable.from(blocks()), await sending())
    assert.deepEqual(await ended, { bytes: 200 * block.length, sha1: hash.digest('hex') })
    assert.ok(peak - before < 64 * 1024 * 1024, `${peak - before} bytes`)
  })

  it('of which nothing more arrives ends with 408', async () => {
    const sent = await sending({ 'Content-Length': '100' }, 50)
    sent.write('some')
    await assert.rejects(
      () => ended,
      (error) => error instanceof Fault && error.status === 408,
    )
  })

  it('that ends too early is refused with 400', async () => {
    const sent = await sending({ 'Content-Length': '100' })
    sent.write('some', () => setTimeout(() => sent.destroy(), 50))
    await assert.rejects(
      () => ended,
      (error) => error instanceof Fault && error.status === 400,
    )
  })
})
