/** Creates the Koa app: parses the URL, routes it to an operation, and turns errors into answers. */
import { randomUUID } from 'node:crypto'
import Router from '@koa/router'
import Koa, { type Next, type ParameterizedContext } from 'koa'
import { serveConsole } from '../console/serve-console.ts'
import type { SendOutput } from '../job/output/send-output.ts'
import { serveReference } from '../reference/serve-reference.ts'
import type { SendEvents } from '../stream/server-sent-events.ts'
import { HEADERS, PREFLIGHT_HEADERS } from './answer/answer.ts'
import { answerError, type OnError } from './answer/answer-error.ts'
import { internalServer, invalidInput, Refused } from './answer/fault.ts'
import type { Operation } from './operation.ts'
import { isGone, perform, type Shared } from './perform.ts'
import { loggedUrl } from './request/logged-url.ts'
import { type ParameterValues, parseUrl } from './request/url.ts'
import { literalFirst } from './route-order.ts'

export type AppParts = Shared & {
  readonly operations: readonly Operation[]
  /** Answers `GET /stream`. Default: the path does not exist. */
  readonly sendEvents?: SendEvents
  /** Serves the outputs of jobs. Default: the path does not exist. */
  readonly sendOutput?: SendOutput
  /** Whether all changes are refused, as this server is about to be replaced. Default: never. */
  readonly isOutdated?: () => boolean
}

type State = { parameters: ParameterValues }

export function createApp({
  operations,
  sendEvents,
  sendOutput,
  isOutdated = () => false,
  ...shared
}: AppParts): Koa<State> {
  const { onError } = shared
  const app = new Koa<State>()
  const routes = router(operations, shared)
  if (sendOutput)
    for (const path of ['/job/:jobId/output/:number', '/job/:jobId/output/:number/:file'])
      routes.get(path, (ctx) => sendOutput(ctx, ctx.params, ctx.state.parameters))
  if (sendEvents) routes.get('/stream', (ctx) => sendEvents(ctx, ctx.state.parameters))
  app.use((ctx, next) => answered(ctx, next, onError))
  app.use((ctx, next) => (isOutdated() ? readOnly(ctx, next) : next()))
  app.use(serveConsole())
  app.use(serveReference(operations, shared.settings.version))
  app.use(routes.routes())
  app.use((ctx) => refuseUnrouted(ctx.path, routes))
  app.on('error', (error: unknown, ctx: ParameterizedContext) => reportUnlessGone(error, ctx, onError))
  return app
}

/** Reports errors that Koa would print, except those of clients that disconnected. */
function reportUnlessGone(error: unknown, ctx: ParameterizedContext, onError: OnError): void {
  if (ctx.headerSent || !ctx.writable) return
  onError(error, { id: randomUUID(), method: ctx.method, url: loggedUrl(ctx.originalUrl) })
}

async function answered(ctx: ParameterizedContext<State>, next: Next, onError: OnError): Promise<void> {
  ctx.set(HEADERS)
  try {
    if (ctx.method === 'OPTIONS') {
      ctx.set(PREFLIGHT_HEADERS)
      ctx.status = 204
      return
    }
    ctx.state.parameters = takeUrl(ctx)
    await next()
  } catch (error) {
    if (!isGone(error)) await answerError(ctx, error, onError)
  }
}

/** Clients retry on 503, and reach the newer server then. */
function readOnly({ method }: ParameterizedContext<State>, next: Next): Promise<unknown> {
  if (method === 'GET' || method === 'HEAD') return next()
  throw internalServer('This server is older than its database and refuses changes', 503, {
    'Retry-After': '5',
  })
}

/** Replaces `ctx.url` by the bare path, for routing; `ctx.originalUrl` keeps the URL as sent. */
function takeUrl(ctx: ParameterizedContext<State>): ParameterValues {
  const url = parseUrl(ctx.url)
  switch (url.is) {
    case 'url':
      ctx.url = url.path
      return url.parameters
    case 'bad-path':
      throw new Refused(404)
    case 'bad-parameter':
      throw invalidInput(url.name, 'expected percent-encoded UTF-8 without NUL', url.value)
  }
}

function router(operations: readonly Operation[], shared: Shared): Router<State> {
  const routes = new Router<State>({ sensitive: true })
  const placed = operations.flatMap((operation) => {
    const { path, alsoAt = [] } = operation.declaration
    return [path, ...alsoAt].map((at) => ({ operation, at }))
  })
  for (const { operation, at } of placed.toSorted((one, other) => literalFirst(one.at, other.at))) {
    routes.register(at, [operation.declaration.method], (ctx) =>
      perform(operation, shared, ctx, { path: ctx.params, parameters: ctx.state.parameters }),
    )
  }
  return routes
}

function refuseUnrouted(path: string, routes: Router<State>): never {
  const methods = new Set(routes.match(path, 'GET').path.flatMap((layer) => layer.methods))
  if (methods.size === 0) throw new Refused(404)
  throw new Refused(405, { Allow: ['OPTIONS', ...methods].toSorted().join(', ') })
}
