/** Every error as an answer (wire.md §5): a document where there is one, and never a stack trace. */
import { randomUUID } from 'node:crypto'
import type { ParameterizedContext } from 'koa'
import { Malformed } from '../../../schema/codec/malformed.ts'
import { ExceptionDocument } from '../../../schema/documents/exception.ts'
import { isDatabaseAway } from '../../../schema/sql/database-away.ts'
import { readToken } from '../../auth/token-secret.ts'
import { send, writeDocument } from './answer.ts'
import { Fault, internalServer, invalidInput, Refused } from './fault.ts'
import { faultAsText } from './fault-text.ts'
import { CONTENT_TYPE, errorFormat } from './negotiate.ts'

/** Told of each error that is not the client's. The client is told the id and nothing else. */
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
    // Real servers answer these in JSON whatever was asked for (wire.md §5.2).
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
  const id = randomUUID()
  onError(error, { id, method: ctx.method, url: ctx.originalUrl })
  // 503 makes clients wait and try again, so it is only for what did nothing yet and will pass.
  if (isDatabaseAway(error))
    return internalServer(`The database cannot be reached (${id})`, 503, { 'Retry-After': '5' })
  return internalServer(`Something unexpected went wrong. It is in the log as ${id}`)
}

/**
 * Clients that send credentials only when challenged (wget, java.net) need the header; a page's script must not have
 * it, or the browser asks for a password in a window of its own (wire.md §2.1).
 * Whoever sends a token does not wait to be asked either.
 */
function needsNoChallenge(ctx: ParameterizedContext): boolean {
  const { headers } = ctx.req
  if (readToken(headers.authorization) !== undefined) return true
  return ['sec-fetch-mode', 'origin', 'x-requested-with'].some((name) => headers[name] !== undefined)
}
