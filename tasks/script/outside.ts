/** Makes the requests of scripts to other servers. */

import { Agent, type Dispatcher, interceptors, request as send } from 'undici'
import { isLinkLocal, LinkLocal, lookupAllowed } from '../http/link-local.ts'
import { ScriptCallRefused, type ScriptRequest, type ScriptResponse } from './calls.ts'

/**
 * Sends a request and follows up to five redirects. `hosts`: those that are allowed, as in SCRIPT_HOSTS.
 * Refuses any other host, also in a redirect; link-local addresses, also behind a host name; and responses
 * that are too large. Rejects with ScriptCallRefused also if there is no response.
 */
export async function askOutside(
  { method, path: [uri = ''], query, headers, body, timeoutMs = TIMEOUT_MS }: ScriptRequest,
  hosts: readonly string[],
  signal: AbortSignal,
): Promise<ScriptResponse> {
  const url = urlOf(uri, query)
  refuseUnlessAllowed(url, hosts)
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const response = await send(url, {
      ...{ method, headers: headers.flat(), signal: AbortSignal.any([signal, timeout]) },
      dispatcher: OUTSIDE.compose(only(hosts), interceptors.redirect({ maxRedirections: 5 })),
      ...(body !== undefined && { body }),
    })
    const text = await response.body.text()
    return { status: response.statusCode, headers: namedHeaders(response.headers), body: text }
  } catch (error) {
    if (error instanceof ScriptCallRefused || signal.aborted) throw error
    const why = timeout.aborted ? `no response within ${timeoutMs} ms` : wordsOf(error)
    throw new ScriptCallRefused(`http: ${method} ${url.origin}: ${why}`)
  }
}

/** Whether a host name or address is one of those in the setting; `*` and `*.` are wildcards. Pure. */
export function isAllowed(
  { hostname, host }: Pick<URL, 'hostname' | 'host'>,
  hosts: readonly string[],
): boolean {
  return hosts.some((pattern) => {
    const allowed = pattern.toLowerCase()
    if (allowed === '*' || allowed === host || allowed === hostname) return true
    const suffix = allowed.startsWith('*.') ? allowed.slice(1) : undefined
    return suffix !== undefined && (hostname.endsWith(suffix) || host.endsWith(suffix))
  })
}

function urlOf(uri: string, query: ScriptRequest['query']): URL {
  const url = URL.parse(uri)
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new ScriptCallRefused(`http.uri: expected an absolute HTTP URI, got “${uri}”`)
  for (const [name, value] of query) url.searchParams.append(name, value)
  return url
}

function refuseUnlessAllowed(url: Pick<URL, 'hostname' | 'host'>, hosts: readonly string[]): void {
  if (!isAllowed(url, hosts))
    throw new ScriptCallRefused(`http: ${url.host} is not one of the hosts in the setting SCRIPT_HOSTS`)
  if (isLinkLocal(url.hostname)) throw new ScriptCallRefused(`http: ${url.host} is a link-local address`)
}

/** Innermost, so that it also sees where redirects lead. */
function only(hosts: readonly string[]): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    refuseUnlessAllowed(new URL(String(options.origin)), hosts)
    return dispatch(options, handler)
  }
}

/** One connection pool for all scripts. */
const OUTSIDE = new Agent({
  connect: { lookup: lookupAllowed },
  maxResponseSize: 8 * 1024 * 1024,
  keepAliveTimeout: 1_000,
})

const TIMEOUT_MS = 60_000

function namedHeaders(headers: Readonly<Record<string, string | string[] | undefined>>) {
  const named = Object.entries(headers).map(([name, value = '']) => [name, [value].flat().join(', ')])
  return Object.fromEntries(named) as Readonly<Record<string, string>>
}

function wordsOf(error: unknown): string {
  if (error instanceof LinkLocal) return error.message
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error ? wordsOf(cause) : error.message || error.name
}
