/** The live stream as server-sent events: for clients whose way to us lets no WebSocket through. */
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
    // A HEAD would use up the ticket and has nothing to say.
    if (ctx.method === 'HEAD') throw new Refused(405, { Allow: 'GET, OPTIONS' })
    if (!ctx.accepts('text/event-stream')) throw new Refused(406)
    const { headers } = ctx.req
    // Before the ticket is taken, which is good for one stream only.
    const watch = watchOf(parameters, headers['last-event-id'])
    const user = await admitListener(door, { headers, address: ctx.ip, host: ctx.host, parameters })
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
  // nginx would keep events back.
  'X-Accel-Buffering': 'no',
} as const

/** A browser that connects again says by itself how far it had come; the URL says only where it began. */
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
    // Nobody answers; it keeps proxies from closing, and who is gone shows by what is not taken.
    ping: () => {
      response.write(': still here\n\n')
      return true
    },
    close(code, reason) {
      // What a slow client has not taken by now it would not take later.
      if (code === 1013) response.destroy()
      else response.end(`: ${reason}\n\n`)
    },
  }
}

/** The id is where a client goes on that connects again. */
function eventOf(message: Message): string {
  const id = message.type === 'log' && message.last !== undefined ? `id: ${message.last}\n` : ''
  return `${id}data: ${JSON.stringify(message)}\n\n`
}
