/** Makes the requests of scripts to other servers. */

import { NotSent, send } from '../http/send.ts'
import { ScriptCallRefused, type ScriptRequest, type ScriptResponse } from './calls.ts'

/**
 * Sends a request and follows up to five redirects. `hosts`: those that are allowed, as in SCRIPT_HOSTS.
 * Rejects with ScriptCallRefused also if there is no response, or if it is too large.
 */
export async function askOutside(
  { method, path: [uri = ''], query, headers, body, timeoutMs = TIMEOUT_MS }: ScriptRequest,
  hosts: readonly string[],
  signal: AbortSignal,
): Promise<ScriptResponse> {
  const url = urlOf(uri, query)
  const [own] = headers.find(([name]) => OF_THE_CONNECTION.test(name)) ?? []
  if (own !== undefined) throw new ScriptCallRefused(`http.header: the header ${own} cannot be set`)
  const allowed = { hosts, setting: 'SCRIPT_HOSTS', redirects: 5, mostBytes: MOST_BYTES }
  try {
    return await send({ method, url, headers, body, timeoutMs }, allowed, signal)
  } catch (error) {
    if (!(error instanceof NotSent)) throw error
    throw new ScriptCallRefused(`http: ${error.message}`)
  }
}

function urlOf(uri: string, query: ScriptRequest['query']): URL {
  const url = URL.parse(uri)
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new ScriptCallRefused(`http.uri: expected an absolute HTTP URI, got “${uri}”`)
  for (const [name, value] of query) url.searchParams.append(name, value)
  return url
}

const OF_THE_CONNECTION =
  /^(host|connection|keep-alive|content-length|transfer-encoding|upgrade|expect|te|trailer)$/i

const MOST_BYTES = 8 * 1024 * 1024
const TIMEOUT_MS = 60_000
