/** Answers what is not a request: a header that is too long with a document, anything else as Node does. */
import { maxHeaderSize, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { ExceptionDocument } from '../../../schema/documents/exception.ts'
import { clock } from '../../../steps/engine/runtime/clock.ts'
import { HEADERS, writeDocument } from './answer.ts'
import { type Fault, invalidInput } from './fault.ts'
import { faultAsText } from './fault-text.ts'
import { CONTENT_TYPE, errorFormat } from './negotiate.ts'

/** As the server emits it with `clientError`. */
export type ClientError = Error & {
  readonly code?: string
  /** What the parser was reading; the beginning of the request is in it unless that came in pieces. */
  readonly rawPacket?: Buffer
}

export function answerClientError(error: ClientError, socket: Duplex): void {
  // The parser fails again with everything that the client still sends.
  if (answered.has(socket)) return
  const status = STATUS[error.code ?? ''] ?? 400
  if (!socket.writable || isAnswering(socket)) socket.destroy(error)
  else if (status === 431) answerAndClose(socket, headerTooLong(error.rawPacket))
  else {
    socket.write(`${statusLine(status)}Connection: close\r\n\r\n`)
    socket.destroy(error)
  }
}

/** The statuses of Node; 400 for all other errors. */
const STATUS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

const answered = new WeakSet<Duplex>()

/**
 * Reads on after the answer: if a connection is closed with bytes that were not read, the client is told that
 * it broke, and may drop the answer.
 */
function answerAndClose(socket: Duplex, answer: string): void {
  answered.add(socket)
  socket.end(answer)
  socket.resume()
  const closed = new AbortController()
  socket.once('close', () => closed.abort())
  void clock.sleep(READ_ON_MS, closed.signal).then(() => socket.destroy())
}

function headerTooLong(received: Buffer | undefined): string {
  const accept = /\r\naccept:([^\r\n]*)\r\n/i.exec(received?.toString('latin1') ?? '')?.[1]
  const fault = invalidInput('header', TOO_LONG, undefined, 431)
  const format = errorFormat(accept)
  const body =
    format === 'text' ? faultAsText(fault) : writeDocument(ExceptionDocument, fault.document, format)
  return withHeaders(fault, CONTENT_TYPE[format], body)
}

function withHeaders({ status }: Fault, type: string, body: string): string {
  const length = Buffer.byteLength(body)
  const headers = { ...HEADERS, 'Content-Type': type, 'Content-Length': length, Connection: 'close' }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${statusLine(status)}${lines.join('')}\r\n${body}`
}

function statusLine(status: number): string {
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n`
}

/** Whether an answer to an earlier request has begun, which a second one would corrupt. Node hides which. */
function isAnswering(socket: Duplex): boolean {
  const { _httpMessage: answer } = socket as { readonly _httpMessage?: ServerResponse | null }
  return answer?.headersSent === true
}

const TOO_LONG = `expected at most ${maxHeaderSize} bytes; to change many jobs, send several requests, or select the jobs by criteria with POST /API/job/bulk`
/** Time to send the rest of a request. */
const READ_ON_MS = 2_000
