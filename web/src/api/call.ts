/** Sends requests to the API; every other module of `api` goes through it. */
import { authorization, endSession } from '../session/session.ts'
import { within } from '../time/clock.ts'
import { API } from './base.ts'
import { Refusal, sentenceOf, Unreachable } from './refusal.ts'

export interface Call {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  /** Relative to the API, without a leading slash: `job/VX-1`. */
  readonly path: string
  /** Undefined values are omitted; a list repeats the parameter. */
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>
  readonly body?: unknown
  /** A body that is plain text. */
  readonly text?: string
  /** A request with a signal repeats what the page shows, and so has a time limit. */
  readonly signal?: AbortSignal
  /** Default: application/json. */
  readonly accept?: string
  /** Default: the session’s credentials. */
  readonly authorization?: string
  /** The `Idempotency-Key`: a request repeated with the same key takes effect once. */
  readonly once?: string
}

/**
 * Throws a `Refusal` for an error response, `Unreachable` without a response, and an `AbortError` on abort. A
 * 401 ends the session.
 */
export async function call(request: Call): Promise<Response> {
  const response = await fetch(urlOf(request), init(request)).catch((error: unknown) => {
    if (request.signal?.aborted) throw error
    throw new Unreachable()
  })
  if (response.ok) return response
  if (response.status === 401 && request.authorization === undefined) endSession('expired')
  const body: unknown = await response.json().catch(() => undefined)
  throw new Refusal(response.status, sentenceOf(response.status, body))
}

/** Returns the parsed document. It is not validated: this is the only place that trusts the API’s types. */
export async function callFor<T>(request: Call): Promise<T> {
  const response = await call(request)
  return (await response.json()) as T
}

function init({ method, body, text, signal, accept = 'application/json', ...rest }: Call): RequestInit {
  const credentials = rest.authorization ?? authorization()
  return {
    method,
    credentials: 'omit',
    ...(signal && { signal: within(ANSWERS_MS, signal) }),
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(text !== undefined && { body: text }),
    headers: {
      Accept: accept,
      'X-Requested-With': 'callsheet-console',
      ...(credentials !== undefined && { Authorization: credentials }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...(text !== undefined && { 'Content-Type': 'text/plain' }),
      ...(rest.once !== undefined && { 'Idempotency-Key': rest.once }),
    },
  }
}

function urlOf({ path, query = {} }: Call): URL {
  const url = new URL(path, API)
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) url.searchParams.append(name, String(one))
    }
  }
  return url
}

/** A server that does not respond within this time counts as unreachable. */
const ANSWERS_MS = 15_000
