/** Makes the requests of scripts to the API of this server, within its process. */
import type { RequestListener } from 'node:http'
import inject from 'light-my-request'
import type { ScriptEnvironment } from '../../steps/script/environment.ts'
import { ScriptCallRefused, type ScriptRequest, type ScriptResponse } from '../../tasks/script/calls.ts'
import type { FindAccount } from '../auth/find-account.ts'
import type { ScriptTokens } from './script-tokens.ts'

/** The API to call: its request handler, its users, and the host name and port for links in its documents. */
export interface CalledApi {
  readonly handle: RequestListener
  readonly find: FindAccount
  readonly tokens: ScriptTokens
  readonly host: string
}

/** Like a request over HTTP, by a client with a token of the user: it passes the same checks. */
export function ownApi({ handle, find, tokens, host }: CalledApi): ScriptEnvironment['api'] {
  return async (user, request, signal) => {
    const account = await find(user)
    if (!account || account.disabled)
      throw new ScriptCallRefused(`api: the user ${user} does not exist or is disabled`)
    using token = tokens.issue(account)
    const { timeoutMs = TIMEOUT_MS } = request
    const timeout = AbortSignal.timeout(timeoutMs)
    try {
      const headers = { accept: ACCEPT, ...headersOf(request), host, authorization: `token ${token.secret}` }
      const {
        statusCode,
        headers: answered,
        payload,
      } = await inject(handle, {
        ...{ method: request.method, url: urlOf(request), headers, remoteAddress: '127.0.0.1' },
        ...(request.body !== undefined && { payload: request.body }),
        signal: AbortSignal.any([signal, timeout]),
      })
      return { status: statusCode, headers: named(answered), body: payload }
    } catch (error) {
      if (!timeout.aborted) throw error
      throw new ScriptCallRefused(
        `api: ${request.method} ${urlOf(request)}: no response within ${timeoutMs} ms`,
      )
    }
  }
}

/** `job`, `/VX-1/` → `/API/job/VX-1`. Pure. */
export function urlOf({ path, query }: Pick<ScriptRequest, 'path' | 'query'>): string {
  const joined = path.map((part) => part.replaceAll(/^\/+|\/+$/g, '')).filter((part) => part !== '')
  const search = String(new URLSearchParams(query.map(([name, value]): [string, string] => [name, value])))
  return `/API/${joined.join('/')}${search === '' ? '' : `?${search}`}`
}

/** The user is that of the job, and the proxies are none, whatever the script says. */
function headersOf({ headers }: ScriptRequest): Readonly<Record<string, string>> {
  const lower = headers.map(([name, value]) => [name.toLowerCase(), value] as const)
  return Object.fromEntries(
    lower.filter(([name]) => !/^(x-forwarded-.*|forwarded|content-length|transfer-encoding)$/.test(name)),
  )
}

function named(
  headers: Readonly<Record<string, number | string | string[] | undefined>>,
): ScriptResponse['headers'] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]))
}

/** JSON where there is any, as in Vidispine: scripts get it as a value. */
const ACCEPT = 'application/json, application/xml;q=0.9, */*;q=0.8'
const TIMEOUT_MS = 60_000
