/** A small reverse proxy that serves a server under a path, including WebSockets, as nginx would. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

export interface Proxy extends AsyncDisposable {
  /** Ends in a slash. */
  readonly url: string
}

/**
 * Forwards requests under `prefix` to `target`, without the prefix; any other path is 404. `prefix`:
 * `/media/jobs/`.
 */
export async function proxy(target: string, prefix: string): Promise<Proxy> {
  const to = (incoming: IncomingMessage) => {
    const { url = '', method = 'GET', headers } = incoming
    return request(new URL(url.slice(prefix.length - 1), target), { method, headers })
  }
  const server = createServer((incoming, outgoing) => {
    if (!incoming.url?.startsWith(prefix)) return void outgoing.writeHead(404).end()
    const forwarded = to(incoming)
    forwarded.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    forwarded.on('error', () => outgoing.destroy())
    incoming.pipe(forwarded)
  })
  server.on('upgrade', (incoming, socket) => {
    const forwarded = to(incoming)
    forwarded.on('upgrade', (answer, beyond) => tunnel(answer, socket, beyond))
    forwarded.on('error', () => socket.destroy())
    forwarded.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}${prefix}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function tunnel({ rawHeaders, statusCode }: IncomingMessage, near: Duplex, far: Duplex): void {
  const lines = rawHeaders.flatMap((text, at) => (at % 2 === 0 ? [`${text}: ${rawHeaders[at + 1]}`] : []))
  near.write(`HTTP/1.1 ${statusCode} Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`)
  near.pipe(far).pipe(near)
  for (const socket of [near, far]) socket.on('error', () => socket.destroy())
}
