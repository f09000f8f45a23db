/** Turns every error into an answer (wire.md §5), never with a stack trace. */
import { randomUUID } from 'node:crypto'
import type { ParameterizedContext } from 'koa'
import { Malformed } from '../../../schema/codec/malformed.ts'
import { ExceptionDocument } from '../../../schema/documents/exception.ts'
import { siteId } from '../../../schema/ids.ts'
import { isConnectionLost, isDatabaseAway, isTimedOut } from '../../../schema/sql/database-away.ts'
import { type Overtaken, overtaken } from '../../../schema/sql/overtaken.ts'
import { readAuthorization } from '../../auth/authorization.ts'
import { loggedUrl } from '../request/logged-url.ts'
import { send, writeDocument } from './answer.ts'
import { conflict, Fault, internalServer, invalidInput, notFound, Refused } from './fault.ts'
import { faultAsText } from './fault-text.ts'
import { CONTENT_TYPE, errorFormat } from './negotiate.ts'

/** Called for each server error. The client receives only the id. */
export type OnError = (
  error: unknown,
  about: { readonly id: string; readonly method: string; readonly url: string },
) => void

export async function answerError(
  ctx: ParameterizedContext,
  thrown: unknown,
  onError: OnError,
): Promise<void> {
  const error = asAnswer(ctx, thrown, onError)
  ctx.status = error.status
  ctx.set(error.headers)
  if (error instanceof Refused) {
    // Vidispine answers these in JSON, whatever `Accept` says (wire.md §5.2).
    await send(ctx, CONTENT_TYPE.json, JSON.stringify({ code: error.status, message: error.message }))
    return
  }
  if (error.status === 401 && !needsNoChallenge(ctx)) ctx.set('WWW-Authenticate', 'Basic realm="callsheet"')
  const format = errorFormat(ctx.req.headers.accept)
  const text =
    format === 'text' ? faultAsText(error) : writeDocument(ExceptionDocument, error.document, format)
  await send(ctx, CONTENT_TYPE[format], text)
}

function asAnswer(ctx: ParameterizedContext, error: unknown, onError: OnError): Fault | Refused {
  if (error instanceof Fault || error instanceof Refused) return error
  if (error instanceof Malformed) return invalidInput(error.path, error.explanation, error.value)
  const before = overtaken(error)
  if (before) return overtakenAnswer(before)
  const id = randomUUID()
  onError(error, { id, method: ctx.method, url: loggedUrl(ctx.originalUrl) })
  // Clients retry on 503, so it is only for a temporary failure of a request that has had no effect.
  if (isDatabaseAway(error) || (isRead(ctx) && isConnectionLost(error)))
    return internalServer(`The database cannot be reached (${id})`, 503, { 'Retry-After': '5' })
  if (isTimedOut(error))
    return internalServer(`The database took too long (${id})`, 503, { 'Retry-After': '30' })
  return internalServer(`Unexpected error (logged as ${id})`)
}

/** What it would have been a moment later. */
function overtakenAnswer(by: Overtaken): Fault {
  if ('again' in by)
    return internalServer('Another request changed the same at the same time', 503, { 'Retry-After': '1' })
  if ('gone' in by)
    return notFound(TYPES[by.gone] ?? by.gone, /^\d+$/.test(by.id) ? siteId(Number(by.id)) : by.id)
  return conflict(by.taken, '', 'another request was first', by.value)
}

/** The types of `notFound` by tables. */
const TYPES: Readonly<Record<string, string>> = {
  ...{ storage: 'Storage', file: 'File', item: 'Item', collection: 'Collection', job: 'Job' },
}

/** A read has no effect, so that it can be repeated even if its connection broke. */
function isRead({ method }: ParameterizedContext): boolean {
  return method === 'GET' || method === 'HEAD'
}

/**
 * Whether to omit the challenge. Clients that send credentials only when challenged (wget, java.net) need the
 * header; for a script of a web page it would open the browser's password dialog (wire.md §2.1). Clients with
 * a token do not need it either.
 */
function needsNoChallenge(ctx: ParameterizedContext): boolean {
  const { headers } = ctx.req
  if (['token', 'jwt'].includes(readAuthorization(headers.authorization).by)) return true
  return ['sec-fetch-mode', 'origin', 'x-requested-with'].some((name) => headers[name] !== undefined)
}
