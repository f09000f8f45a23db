/** A receiver that does what it should not, as the path of the request says. */

import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { clock } from '../../../steps/engine/runtime/clock.ts'

const HUGE = 100_000_000
const answer = (status: string, body = '', headers = '') =>
  `HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n${headers}\r\n${body}`

/** What is sent when the request is there. */
const BEHAVIOURS: Readonly<Record<string, (socket: Socket) => unknown>> = {
  '/huge': (socket) => huge(socket, '200 OK'),
  '/huge-error': (socket) => huge(socket, '500 Too Much'),
  '/closes': (socket) => socket.destroy(),
  '/closes-in-headers': (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Le'),
  '/closes-in-body': (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nfirst'),
  '/closes-in-error': (socket) => socket.end('HTTP/1.1 503 Busy\r\nContent-Length: 100\r\n\r\nfirst'),
  '/drips': drip,
  '/never': () => undefined,
  '/moved': (socket) => socket.end(answer('302 Found', '', 'Location: /fine\r\n')),
  '/moved-for-good': (socket) => socket.end(answer('308 Permanent Redirect', '', 'Location: /fine\r\n')),
  '/continues': (socket) => socket.end(`HTTP/1.1 100 Continue\r\n\r\n${answer('200 OK', 'then')}`),
  '/hints': (socket) =>
    socket.end(`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${answer('200 OK', 'then')}`),
  '/only-continues': (socket) => socket.end('HTTP/1.1 100 Continue\r\n\r\n'),
  '/switches': (socket) =>
    socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
  '/no-content': (socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'),
  '/fine': (socket) => socket.end(answer('200 OK', 'thanks')),
  '/bad-request': (socket) => socket.end(answer('400 Bad Request', 'why')),
  '/error': (socket) => socket.end(answer('500 Oh', 'no')),
  '/not-http': (socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
  '/two-lengths': (socket) =>
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'),
  '/many-headers': (socket) => socket.end(answer('200 OK', '', `X: ${'a'.repeat(1_000_000)}\r\n`)),
}

export class Misbehaving implements AsyncDisposable {
  /** The paths of the requests, in order. */
  readonly paths: string[] = []
  /** Bytes that it could send of huge answers. */
  sent = 0
  readonly #servers: Server[] = []
  readonly #sockets = new Set<Socket>()

  /** Returns its URL. `tls`: the certificate that it shows. */
  async listen(tls?: { readonly key: string; readonly cert: string }): Promise<string> {
    const server = tls
      ? createTlsServer(tls, (socket) => this.#take(socket))
      : createServer((socket) => this.#take(socket))
    this.#servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http${tls ? 's' : ''}://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  #take(socket: Socket): void {
    this.#sockets.add(socket)
    let read = ''
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#sockets.delete(socket)
      this.sent += socket.bytesWritten
    })
    socket.on('data', (chunk) => {
      read += String(chunk)
      // The body of a delivery is the end of its request.
      if (!/<\/SimpleMetadataDocument>|\}$/.test(read)) return
      const [, path = ''] = /^[A-Z]+ (\S+)/.exec(read) ?? []
      read = ''
      this.paths.push(path)
      BEHAVIOURS[path]?.(socket)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    for (const server of this.#servers) await new Promise((resolve) => server.close(resolve))
  }
}

function huge(socket: Socket, status: string): void {
  socket.write(`HTTP/1.1 ${status}\r\nContent-Length: ${HUGE}\r\n\r\n`)
  const piece = 'x'.repeat(100_000)
  let left = HUGE / piece.length
  const more = (): void => {
    while (left > 0 && !socket.destroyed) {
      left -= 1
      if (!socket.write(piece)) return
    }
  }
  socket.on('drain', more)
  more()
}

/** One character every 100 ms, for ever. */
async function drip(socket: Socket): Promise<void> {
  socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n')
  while (!socket.destroyed) {
    socket.write('x')
    await clock.sleep(100)
  }
}
