/** Performs an operation: authenticates, authorizes, reads the request, runs the handler, answers, audits. */
import { randomUUID } from 'node:crypto'
import type { ParameterizedContext } from 'koa'
import { Malformed } from '../../schema/codec/malformed.ts'
import type { AuditEntry } from '../../schema/queries/access/audit.ts'
import { isAudited, operationName } from '../audit/audit-trail.ts'
import { signInOf } from '../auth/authorization.ts'
import type { Credentials } from '../auth/credentials.ts'
import { refuseForeignWrite } from '../auth/foreign-page.ts'
import { type Caller, holds } from '../auth/roles.ts'
import { changedJobs } from '../notification/changed-jobs.ts'
import type { FirstAttempts } from '../notification/first-attempts.ts'
import { send, writeDocument } from './answer/answer.ts'
import type { OnError } from './answer/answer-error.ts'
import { Fault, forbidden, invalidInput, Refused } from './answer/fault.ts'
import { CONTENT_TYPE, type Format, mediaTypeOf, negotiate } from './answer/negotiate.ts'
import { writePlain } from './answer/plain.ts'
import { warningsOf } from './answer/warning.ts'
import type { Context } from './context.ts'
import { type Sendable, sendFile } from './file/send-file.ts'
import { onceOf } from './idempotency.ts'
import { FileInstead, Instead, NOTHING, type Operation } from './operation.ts'
import { readBody } from './request/body.ts'
import { clientOf } from './request/client.ts'
import { loggedUrl } from './request/logged-url.ts'
import { readParameters, refuseUnknown } from './request/parameters.ts'
import type { ParameterValues } from './request/url.ts'

/** The part of a context that all operations of a server share. */
export type Shared = Omit<
  Context,
  'em' | 'user' | 'signIn' | 'hasPassword' | 'baseUrl' | 'once' | 'logged' | 'warn' | 'signal'
> & {
  readonly credentials: Credentials
  /** Records a request that changes something. */
  readonly audit: (entry: AuditEntry) => Promise<void>
  readonly onError: OnError
  /** Lets requests wait for their synchronous notifications. */
  readonly firstAttempts: Pick<FirstAttempts, 'of'>
  /** Statements of a fork with a signal are cancelled when it is aborted. */
  readonly fork: (signal?: AbortSignal) => Context['em']
}

/** The path variables and parameters that routing extracts from the URL. */
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
  const { method, path } = ctx
  const client = clientOf(ctx.req, shared.settings.trustProxy)
  refuseForeignWrite(method, ctx.req.headers, client.host)
  const user =
    declaration.auth === 'none'
      ? NOBODY
      : await shared.credentials.identify(ctx.req.headers, client.address, { method, path })
  if (!isAudited(declaration)) return performAs(user, operation, shared, ctx, routed)
  const record = (status: number) =>
    shared.audit({
      ...whoIs(user),
      ...{ address: client.address, operation: operationName(declaration), method, path, status },
    })
  try {
    await performAs(user, operation, shared, ctx, routed)
  } catch (error) {
    await record(statusOf(error))
    throw error
  }
  await record(ctx.status)
}

/** The user who signed in, and the one that they act as. */
function whoIs({ name, impersonatedBy }: Caller): Pick<AuditEntry, 'user' | 'runAs'> {
  return impersonatedBy === undefined ? { user: name } : { user: impersonatedBy, runAs: name }
}

/** The status that an error is answered with, as far as it tells who was to blame. */
function statusOf(error: unknown): number {
  if (error instanceof Fault || error instanceof Refused) return error.status
  return error instanceof Malformed ? 400 : 500
}

async function performAs(
  user: Caller,
  operation: Operation,
  shared: Shared,
  ctx: ParameterizedContext,
  routed: Routed,
): Promise<void> {
  const { declaration } = operation
  const since = shared.now()
  if (declaration.role && !holds(user, declaration.role)) {
    throw forbidden(`the role ${declaration.role} is missing`, { context: declaration.role, id: user.name })
  }
  if (declaration.strict) refuseUnknown(operation.query, routed.parameters)
  const query = readParameters(operation.query, routed.parameters)
  const body = await bodyOf(operation, shared, ctx)
  // An invalid request is refused with 400 before an unacceptable format with 406. A GET still runs, as it
  // may answer 404; any other method must not take effect if the client does not accept the answer.
  const format = formatFor(operation, ctx.req.headers.accept)
  if (!format && declaration.method !== 'GET') throw notAcceptable(operation, ctx)
  const once = onceOf(declaration, ctx.req.headers, { path: routed.path, query, body })
  const context = contextOf(shared, declaration, ctx, { user, once })
  // The cast is safe: operation() has checked the handler against the types of the declaration.
  const wantsFile = declaration.orFile?.(ctx.req.headers.accept) === true
  const given = Object.assign(context, { path: routed.path, query, body, wantsFile })
  const value = await operation.answer(given as never)
  const jobs = changedJobs(operation, routed.path, value)
  if (jobs.length > 0) {
    const late = await shared.firstAttempts.of(jobs, shared.now() - since, context.signal)
    for (const sentence of late) context.warn(sentence)
  }
  if (!format) throw notAcceptable(operation, ctx)
  if (value instanceof FileInstead) return sendFile(ctx, value.file)
  if (format === 'file') return sendFile(ctx, value as Sendable)
  if (operation.headers && value !== NOTHING && !(value instanceof Instead))
    ctx.set(operation.headers(value as never))
  await send(ctx, CONTENT_TYPE[format], written(operation, value, format))
  if (declaration.emptyStatus !== undefined) ctx.status = declaration.emptyStatus
}

async function bodyOf(
  { declaration: { accepts, needsBody, anyText }, readPlain }: Operation,
  { settings }: Shared,
  ctx: ParameterizedContext,
): Promise<unknown> {
  if (!accepts) return undefined
  if (accepts === 'bytes') return ctx.req
  const body = await readBody(ctx.req, accepts, settings, { readPlain, anyText })
  if (body !== undefined || !needsBody) return body
  throw invalidInput('body', `expected ${accepts === 'text' ? 'a text' : `a ${accepts.name}`}, got nothing`)
}

const NOBODY: Caller = { name: '', roles: [] }

/** Undefined if `Accept` permits none of the formats. An answer without a body is always acceptable. */
function formatFor({ declaration, formats }: Operation, accept: string | undefined): Format | undefined {
  if (declaration.produces === 'file' || declaration.orFile?.(accept)) return 'file'
  return negotiate(accept, formats) ?? (declaration.produces === undefined ? 'xml' : undefined)
}

function notAcceptable({ formats }: Operation, { req }: ParameterizedContext): Refused {
  const types = formats.map((format) => mediaTypeOf(format)).join(', ')
  return new Refused(406, {}, `expected ${types} in Accept, got “${req.headers.accept?.slice(0, SHOWN)}”`)
}

/** How much of an `Accept` header an error message quotes, characters. */
const SHOWN = 200

function contextOf(
  shared: Shared,
  { method, readOnly }: Operation['declaration'],
  ctx: ParameterizedContext,
  given: Pick<Context, 'user' | 'once'>,
): Context {
  const { engine, changes, credentials, settings, tools, sandbox, selfTests, now, onError } = shared
  let em: Context['em'] | undefined
  let gone: AbortSignal | undefined
  return {
    ...given,
    engine,
    changes,
    settings,
    tools,
    sandbox,
    selfTests,
    now,
    logged(error) {
      const id = randomUUID()
      onError(error, { id, method: ctx.method, url: loggedUrl(ctx.originalUrl) })
      return id
    },
    warn: warningsOf(ctx),
    hasPassword: (name, password) => {
      const { address } = clientOf(ctx.req, settings.trustProxy)
      return credentials.hasPassword({ name, password }, address)
    },
    get signIn() {
      return signInOf(ctx.req.headers.authorization)
    },
    get signal() {
      gone ??= goneWith(ctx)
      return gone
    },
    get em() {
      // A change that has begun is finished, whether or not its client waits for the answer.
      em ??= shared.fork(method === 'GET' || readOnly ? this.signal : undefined)
      return em
    },
    get baseUrl() {
      const { protocol, host } = clientOf(ctx.req, settings.trustProxy)
      return `${protocol}://${host}/API`
    },
  }
}

function goneWith({ res }: ParameterizedContext): AbortSignal {
  const gone = new AbortController()
  if (res.closed) gone.abort(GONE)
  else res.once('close', () => gone.abort(GONE))
  return gone.signal
}

/** Whether the error only says that the client is gone: then no answer is needed, and nothing went wrong. */
export function isGone(error: unknown): boolean {
  return error === GONE
}

/** Shared by all requests: creating an error for each would double the cost of ending one. */
const GONE = new DOMException('The client disconnected', 'AbortError')

function written(
  { declaration: { produces }, plain }: Operation,
  value: unknown,
  format: Format,
): string | Uint8Array {
  if (value === NOTHING) return ''
  if (format === 'png' || format === 'file') return value as Uint8Array
  if (value instanceof Instead)
    return format === 'xml' || format === 'json'
      ? writeDocument(value.document, value.value as never, format)
      : writePlain(value.plain)
  if (produces === undefined || produces === 'png' || produces === 'file') return ''
  if (produces === 'text' || produces === 'script')
    return writePlain(plain?.(value as never) ?? String(value))
  if (format === 'xml' || format === 'json') return writeDocument(produces, value as never, format)
  return writePlain(plain?.(value as never) ?? '')
}
