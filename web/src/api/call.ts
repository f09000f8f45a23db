/** The one way to the API. */
import { authorization, endSession } from '../session/session.ts'
import { API } from './base.ts'
import { Refusal, sentenceOf, Unreachable } from './refusal.ts'

export interface Call {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  /** Below the API, without a slash in front: `job/VX-1`. */
  readonly path: string
  /** What is undefined is not sent; of a list, each value is. */
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>
  readonly body?: unknown
  readonly signal?: AbortSignal
  /** Default: application/json. */
  readonly accept?: string
  /** Default: that of the session. */
  readonly authorization?: string
  /** The `Idempotency-Key`: sent again with the same one, nothing is done twice. */
  readonly once?: string
}

/** Throws a `Refusal` when the answer is an error, `Unreachable` when there is none, and an `AbortError`. A 401 ends the session. */
export async function call(wanted: Call): Promise<Response> {
  const response = await fetch(urlOf(wanted), init(wanted)).catch((error: unknown) => {
    if (wanted.signal?.aborted) throw error
    throw new Unreachable()
  })
  if (response.ok) return response
  if (response.status === 401 && wanted.authorization === undefined) endSession('expired')
  const body: unknown = await response.json().catch(() => undefined)
  throw new Refusal(response.status, sentenceOf(response.status, body))
}

/** The answer as a document. The types of the API are taken on trust here, and nowhere else. */
export async function callFor<T>(wanted: Call): Promise<T> {
  const response = await call(wanted)
  return (await response.json()) as T
}

function init({ method, body, signal, accept = 'application/json', ...rest }: Call): RequestInit {
  const credentials = rest.authorization ?? authorization()
  return {
    method,
    credentials: 'omit',
    ...(signal && { signal }),
    ...(body !== undefined && { body: JSON.stringify(body) }),
    headers: {
      Accept: accept,
      'X-Requested-With': 'callsheet-console',
      ...(credentials !== undefined && { Authorization: credentials }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
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
