/** Asks an API over HTTP: the edge of an import. */
import { ExceptionDocument } from '../../schema/documents/exception.ts'
import { readerOf } from '../http/request/body.ts'

/** An API and the credentials for it. */
export interface ApiAddress {
  /** Up to and including `/API`, without credentials. */
  readonly url: string
  /** The header `Authorization`. */
  readonly authorization?: string
}

/** An API, and until when it may be asked. */
export interface Remote extends ApiAddress {
  /** The option that gives other credentials, for errors. */
  readonly userOption: string
  readonly signal: AbortSignal
}

export interface Answered {
  readonly status: number
  readonly text: string
  /** What the server said in `X-Callsheet-Warning`. */
  readonly warning: string | undefined
}

/** Ends an import at once; the message is for the administrator. */
export class ImportStopped extends Error {}

/** Throws ImportStopped if the API cannot be reached, or does not accept the credentials. */
export async function ask(
  { url, authorization, userOption, signal }: Remote,
  line: string,
  body?: string,
): Promise<Answered> {
  const [method = 'GET', path = ''] = line.split(' ', 2)
  const headers = {
    accept: 'application/json, application/xml;q=0.9',
    ...(authorization !== undefined && { authorization }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  }
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)])
  try {
    const request = { method, headers, signal: limit, ...(body !== undefined && { body }) }
    const response = await fetch(`${url}${path}`, request)
    const { status } = response
    const warning = response.headers.get('X-Callsheet-Warning') ?? undefined
    const answered = { status, text: await response.text(), warning }
    if (status !== 401) return answered
    throw new ImportStopped(`${url} refuses the credentials (see ${userOption}): ${refusalOf(answered)}`)
  } catch (error) {
    if (signal.aborted || error instanceof ImportStopped) throw error
    throw new ImportStopped(`${url} cannot be reached: ${causeOf(error)}`)
  }
}

/** The time for one answer. A server gives up a statement after 30 s by default. */
const LIMIT_MS = 60_000

/** What a refusal says, on one line: `400 invalidInput: task: ACME_DELIVER: step 200 …`. */
export function refusalOf({ status, text }: Pick<Answered, 'status' | 'text'>): string {
  const fault = faultIn(text)
  if (!fault) return String(status)
  const [kind, { explanation, message, ...others }] = fault
  const place = ['type', 'context', 'id', 'path'].flatMap((name) => others[name] ?? []).join(' ')
  return [`${status} ${kind}`, place, explanation ?? message ?? ''].filter((part) => part !== '').join(': ')
}

export function basic(user: string): string {
  return `Basic ${Buffer.from(user).toString('base64')}`
}

type Fields = Readonly<Record<string, string | undefined>>

/** The kind of a fault and its fields. Answers of proxies are no faults. */
function faultIn(text: string): readonly [kind: string, fields: Fields] | undefined {
  try {
    const fault: Readonly<Record<string, Fields | undefined>> = readerOf(text)(ExceptionDocument, text)
    const [kind] = Object.keys(fault)
    return kind === undefined ? undefined : [kind, fault[kind] ?? {}]
  } catch {
    return undefined
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${LIMIT_MS / 1_000} s`
  const { cause } = error
  // An error for several addresses has no message of its own.
  const { message, code } = (cause ?? error) as NodeJS.ErrnoException
  return message || code || error.message
}
