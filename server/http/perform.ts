/** One operation on one request: who asks, may they, what in, the handler, what out. */
import { randomUUID } from 'node:crypto'
import type { ParameterizedContext } from 'koa'
import type { Credentials } from '../auth/credentials.ts'
import { type Caller, holds } from '../auth/roles.ts'
import { hashOfSecret, readToken } from '../auth/token-secret.ts'
import { send, writeDocument } from './answer/answer.ts'
import type { OnError } from './answer/answer-error.ts'
import { forbidden, Refused } from './answer/fault.ts'
import { CONTENT_TYPE, type Format, mediaTypeOf, negotiate } from './answer/negotiate.ts'
import type { Context } from './context.ts'
import { onceOf } from './idempotency.ts'
import { Instead, type Operation } from './operation.ts'
import { readBody } from './request/body.ts'
import { readParameters, refuseUnknown } from './request/parameters.ts'
import type { ParameterValues } from './request/url.ts'

/** What operations of one server share. */
export type Shared = Omit<Context, 'em' | 'user' | 'token' | 'baseUrl' | 'once' | 'logged' | 'signal'> & {
  readonly credentials: Credentials
  readonly onError: OnError
  readonly fork: () => Context['em']
}

/** The request as routing leaves it. */
export type Routed = {
  readonly path: Readonly<Record<string, string>>
  readonly parameters: ParameterValues
}

export async function perform(
  operation: Operation,
  shared: Shared,
  ctx: ParameterizedContext,
  routed: Routed,
): Promise<void> {
  const { declaration } = operation
  const user =
    declaration.auth === 'none' ? NOBODY : await shared.credentials.identify(ctx.req.headers, ctx.ip)
  if (declaration.role && !holds(user, declaration.role)) {
    throw forbidden(`the role ${declaration.role} is missing`, { context: declaration.role, id: user.name })
  }
  if (declaration.strict) refuseUnknown(operation.query, routed.parameters)
  const query = readParameters(operation.query, routed.parameters)
  const body = declaration.accepts && (await readBody(ctx.req, declaration.accepts, shared.settings))
  // What is wrong with the request is said first. A reading can still find that what it reads is not there; nothing else
  // may be done for an answer that the client does not take.
  const format = formatFor(operation, ctx.req.headers.accept)
  if (!format && declaration.method !== 'GET') throw notAcceptable(operation, ctx)
  const context = contextOf(
    shared,
    user,
    ctx,
    onceOf(declaration, ctx.req.headers, { path: routed.path, query, body }),
  )
  // The one place where the types of a declaration are taken on trust: operation() has tied them to its handler.
  const value = await operation.answer(Object.assign(context, { path: routed.path, query, body }) as never)
  if (!format) throw notAcceptable(operation, ctx)
  if (operation.headers && !(value instanceof Instead)) ctx.set(operation.headers(value as never))
  await send(ctx, CONTENT_TYPE[format], written(operation, value, format))
}

const NOBODY: Caller = { name: '', roles: [] }

/** What has no body is never unacceptable. */
function formatFor({ declaration, formats }: Operation, accept: string | undefined): Format | undefined {
  return negotiate(accept, formats) ?? (declaration.produces === undefined ? 'xml' : undefined)
}

function notAcceptable({ formats }: Operation, { req }: ParameterizedContext): Refused {
  const types = formats.map((format) => mediaTypeOf(format)).join(', ')
  return new Refused(406, {}, `expected ${types} in Accept, got “${req.headers.accept?.slice(0, SHOWN)}”`)
}

/** Characters of what a client sent that are worth sending back. */
const SHOWN = 200

function contextOf(shared: Shared, user: Caller, ctx: ParameterizedContext, once: Context['once']): Context {
  const { engine, changes, settings, selfTests, now, onError } = shared
  let em: Context['em'] | undefined
  return {
    user,
    engine,
    changes,
    settings,
    selfTests,
    now,
    once,
    logged(error) {
      const id = randomUUID()
      onError(error, { id, method: ctx.method, url: ctx.originalUrl })
      return id
    },
    get token() {
      const token = readToken(ctx.req.headers.authorization)
      return token === undefined ? undefined : hashOfSecret(token)
    },
    get signal() {
      return goneWith(ctx)
    },
    get em() {
      em ??= shared.fork()
      return em
    },
    get baseUrl() {
      return `${ctx.protocol}://${ctx.host}/API`
    },
  }
}

function goneWith({ res }: ParameterizedContext): AbortSignal {
  const gone = new AbortController()
  if (res.closed) gone.abort(GONE)
  else res.once('close', () => gone.abort(GONE))
  return gone.signal
}

/** Made once: an error of its own for each request would cost as much as the rest of its end. */
const GONE = new DOMException('the client is gone', 'AbortError')

function written({ declaration: { produces }, plain }: Operation, value: unknown, format: Format): string {
  if (value instanceof Instead)
    return format === 'text' ? value.plain : writeDocument(value.document, value.value as never, format)
  if (produces === undefined) return ''
  if (produces === 'text') return String(value)
  if (format !== 'text') return writeDocument(produces, value as never, format)
  return plain?.(value as never) ?? ''
}
