/** Errors that become answers: code throws them for a client's mistake (wire.md §5). */
import { STATUS_CODES } from 'node:http'
import type { ExceptionDocument } from '../../../schema/documents/exception.ts'
import { oneOfNearest } from '../../../schema/nearest.ts'

export type FaultKind = keyof ExceptionDocument

/** The HTTP status of each kind, unless the fault sets another (413, 415, 431). */
export const STATUS = {
  notFound: 404,
  internalServer: 500,
  forbidden: 403,
  notYetImplemented: 501,
  conflict: 409,
  invalidInput: 400,
  licenseFault: 403,
  fileAlreadyExists: 409,
  notAuthorized: 401,
} as const satisfies Record<FaultKind, number>

export class Fault extends Error {
  override readonly name = 'Fault'
  readonly kind: FaultKind
  readonly document: ExceptionDocument
  readonly status: number
  readonly headers: Headers

  constructor(
    kind: FaultKind,
    document: ExceptionDocument,
    { status = STATUS[kind] as number, headers = {} } = {},
  ) {
    super(kind)
    this.kind = kind
    this.document = document
    this.status = status
    this.headers = headers
  }
}

type Headers = Readonly<Record<string, string>>

/** An HTTP error that has no exception document: `{"code":404,"message":"HTTP 404 Not Found"}`. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number
  readonly headers: Headers

  constructor(status: 404 | 405 | 406, headers: Headers = {}, about?: string) {
    super(`HTTP ${status} ${STATUS_CODES[status]}${about === undefined ? '' : `: ${about}`}`)
    this.status = status
    this.headers = headers
  }
}

/**
 * `type` as in the Vidispine documentation: `Job`, `Item`, `shape-tag` (wire.md §5.2). `known`: the ids that
 * exist, if they are few.
 */
export function notFound(type: string, id: string, known: readonly string[] = []): Fault {
  const context = known.length > 0 ? `expected ${oneOfNearest(known, id)}` : undefined
  return new Fault('notFound', { notFound: { type, id, ...(context !== undefined && { context }) } })
}

/** `context` is the parameter, or the place in the document; `value` is the client's value for it. */
export function invalidInput(
  context: string,
  explanation: string,
  value?: string,
  status: 400 | 408 | 413 | 415 | 431 = 400,
): Fault {
  return new Fault('invalidInput', { invalidInput: { context, explanation, value } }, { status })
}

export function forbidden(
  explanation: string,
  about: { readonly context?: string; readonly id?: string } = {},
): Fault {
  return new Fault('forbidden', { forbidden: { ...about, explanation } })
}

export function conflict(context: string, id: string, explanation: string, value?: string): Fault {
  return new Fault('conflict', { conflict: { context, id, explanation, value } })
}

export function notAuthorized(message: string, headers: Headers = {}): Fault {
  return new Fault('notAuthorized', { notAuthorized: { message } }, { headers })
}

export function notYetImplemented(): Fault {
  return new Fault('notYetImplemented', { notYetImplemented: {} })
}

export function fileAlreadyExists(storageId: string, fileId: string, path: string): Fault {
  return new Fault('fileAlreadyExists', { fileAlreadyExists: { storageId, fileId, path } })
}

export function internalServer(message: string, status: 500 | 503 = 500, headers: Headers = {}): Fault {
  return new Fault('internalServer', { internalServer: { message } }, { status, headers })
}
