/** The live stream as server-sent events, for clients behind proxies that block WebSockets. */
import type { ServerResponse } from 'node:http'
import type { ParameterizedContext } from 'koa'
import { Refused } from '../http/answer/fault.ts'
import type { ParameterValues } from '../http/request/url.ts'
import { admitListener, type Door } from './admit-listener.ts'
import { type Message, readWatch, type Watched } from './message.ts'
import type { Outlet } from './stream.ts'
import type { Streams } from './streams.ts'

/** Answers `GET /stream`; throws faults. */
export type SendEvents = (ctx: ParameterizedContext, parameters: ParameterValues) => Promise<void>

export function serverSentEvents(streams: Streams, door: Door): SendEvents {
  return async (ctx, parameters) => {
    // HEAD would use up the ticket, and its response has no body.
    if (ctx.method === 'HEAD') throw new Refused(405, { Allow: 'GET, OPTIONS' })
    if (!ctx.accepts('text/event-stream')) throw new Refused(406)
    // Checked before the ticket, so that a bad request does not use it up.
    const watch = watchOf(parameters, ctx.req.headers['last-event-id'])
    const user = await admitListener(door, ctx.req, parameters)
    streams.refuseTooMany(user)
    ctx.status = 200
    ctx.set(EVENT_HEADERS)
    ctx.respond = false
    ctx.res.flushHeaders()
    const stream = streams.open(user, outletOf(ctx.res), watch)
    ctx.res.on('error', () => undefined).once('close', () => stream.gone())
    if (ctx.res.closed) stream.gone()
  }
}

const EVENT_HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  // Otherwise nginx buffers events.
  'X-Accel-Buffering': 'no',
} as const

/** A browser that reconnects sends `Last-Event-ID`; the URL still has the position where it first began. */
function watchOf(parameters: ParameterValues, lastEventId: unknown): Watched | undefined {
  const one = (name: string) => parameters.get(name)?.find((value) => value !== '')
  const job = one('job')
  if (job === undefined) return undefined
  const after = typeof lastEventId === 'string' && lastEventId !== '' ? lastEventId : one('after')
  const level = one('level')
  const asked = readWatch(
    { job, ...(after !== undefined && { after }), ...(level !== undefined && { level }) },
    'job',
  )
  if ('wrong' in asked) throw asked.wrong
  return asked.watch === 'none' ? undefined : asked.watch
}

function outletOf(response: ServerResponse): Outlet {
  return {
    send: (message) => void response.write(eventOf(message)),
    unsent: () => response.writableLength,
    // Never answered. Keeps proxies from closing the connection; a dead client shows by its unsent bytes.
    ping: () => {
      response.write(': still here\n\n')
      return true
    },
    close(code, reason) {
      // A client that was too slow would not read the rest either.
      if (code === 1013) response.destroy()
      else response.end(`: ${reason}\n\n`)
    },
  }
}

/** The id is the log position at which a client resumes after a reconnect. */
function eventOf(message: Message): string {
  const id = message.type === 'log' && message.last !== undefined ? `id: ${message.last}\n` : ''
  return `${id}data: ${JSON.stringify(message)}\n\n`
}
