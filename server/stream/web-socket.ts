/** Serves the live stream over WebSockets. */
import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { ExceptionDocument } from '../../schema/documents/exception.ts'
import { isDatabaseAway } from '../../schema/sql/database-away.ts'
import { writeDocument } from '../http/answer/answer.ts'
import { Fault, internalServer, invalidInput, notFound } from '../http/answer/fault.ts'
import { parseUrl } from '../http/request/url.ts'
import { admitListener, type Door, type LiveCaller } from './admit-listener.ts'
import { readAsked } from './message.ts'
import type { LiveStream, Outlet } from './stream.ts'
import type { Streams } from './streams.ts'

export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** Handles upgrade requests. */
export function upgrades(streams: Streams, door: Door, onError: (error: unknown) => void): Upgrade {
  const server = new WebSocketServer(OPTIONS)
  return (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    void admit(streams, door, request).then(
      (user) => server.handleUpgrade(request, socket, head, (client) => serve(streams, user, client)),
      (error: unknown) => refuse(socket, asFault(error, onError)),
    )
  }
}

/** Messages of clients are short. Compression is off, because it takes memory for each client. */
const OPTIONS = { noServer: true, maxPayload: 65_536, perMessageDeflate: false, closeTimeout: 2_000 }

/** Throws a fault for a client that may not listen. */
async function admit(streams: Streams, door: Door, request: IncomingMessage): Promise<LiveCaller> {
  const url = parseUrl(request.url ?? '')
  if (url.is === 'bad-parameter')
    throw invalidInput(url.name, 'expected percent-encoded UTF-8 without NUL', url.value)
  if (url.is === 'bad-path' || url.path !== '/stream') throw notFound('stream', request.url ?? '')
  const user = await admitListener(door, request, url.parameters)
  streams.refuseTooMany(user)
  return user
}

function serve(streams: Streams, user: LiveCaller, client: WebSocket): void {
  const stream = streams.open(user, outletOf(client))
  client.on('message', (data, isBinary) => receive(stream, data, isBinary))
  client.on('close', () => stream.gone())
  // `ws` closes the socket with a matching code after an invalid frame.
  client.on('error', () => undefined)
}

function receive(stream: LiveStream, data: RawData, isBinary: boolean): void {
  if (stream.closed.aborted) return
  if (isBinary) stream.refuse(invalidInput('message', 'expected text, got binary data'))
  else stream.asked(readAsked(String(data)))
}

function outletOf(client: WebSocket): Outlet {
  let answered = true
  client.on('pong', () => {
    answered = true
  })
  return {
    send: (message) => client.send(JSON.stringify(message), () => undefined),
    unsent: () => client.bufferedAmount,
    ping() {
      if (!answered) return false
      answered = false
      client.ping()
      return true
    },
    close: (code, reason) => client.close(code, reason),
  }
}

function asFault(error: unknown, onError: (error: unknown) => void): Fault {
  if (error instanceof Fault) return error
  onError(error)
  return isDatabaseAway(error)
    ? internalServer('The database cannot be reached', 503, { 'Retry-After': '5' })
    : internalServer('Unexpected error')
}

/** Koa has no response for an upgrade request, so that this writes the whole response. */
function refuse(socket: Duplex, { status, headers, document }: Fault): void {
  const body = writeDocument(ExceptionDocument, document, 'json')
  const lines = Object.entries({
    ...headers,
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
  }).map(([name, value]) => `${name}: ${value}`)
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n'))
}
