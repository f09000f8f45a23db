/** A web server with ranges, PUT and DELETE, as storages have them. */

import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { cuttable, encoded, listening, type Served } from './served.ts'

/** `answer`: takes the place of what the server would do, unless it returns false. */
export async function serveHttp(
  root: string,
  answer: (request: IncomingMessage, response: ServerResponse) => boolean = () => false,
): Promise<Served> {
  const server = createServer((request, response) => {
    if (answer(request, response)) return
    respond(root, request, response).catch(() => response.destroy())
  })
  const proxy = await cuttable(await listening(server))
  return {
    uri: (path) => `http://127.0.0.1:${proxy.port}/${encoded(path)}`,
    credentials: [],
    cutAfter(bytes) {
      proxy.cut.after = bytes
    },
    get cuts() {
      return proxy.cut.cuts
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await proxy.close()
    },
  }
}

async function respond(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = join(root, decodeURIComponent((request.url ?? '').replace(/\?.*/, '')))
  const found = await stat(path).catch(() => undefined)
  const etag = found && `"${found.mtimeMs}-${found.size}"`
  if (request.method === 'PUT') {
    if (found && request.headers['if-none-match'] === '*') return void response.writeHead(412).end()
    await pipeline(request, createWriteStream(`${path}.new`))
    await rename(`${path}.new`, path)
    return void response.writeHead(201, { etag: '"written"' }).end()
  }
  if (!found) return void response.writeHead(404).end()
  if (request.method === 'DELETE') {
    await rm(path)
    return void response.writeHead(204).end()
  }
  const [, start] = /^bytes=(\d+)-/.exec(request.headers.range ?? '') ?? []
  const isPart = start !== undefined && (request.headers['if-range'] ?? etag) === etag
  const from = isPart ? Number(start) : 0
  const range = isPart ? { 'content-range': `bytes ${from}-${found.size - 1}/${found.size}` } : {}
  response.writeHead(isPart ? 206 : 200, { 'content-length': found.size - from, etag, ...range })
  if (request.method === 'HEAD') response.end()
  else await pipeline(createReadStream(path, { start: from }), response)
}
