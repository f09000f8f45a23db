/** Makes the requests of scripts to the API of this server, within its process. */
import { createServer, type IncomingMessage, type RequestListener, request, type Server } from 'node:http'
import { duplexPair } from 'node:stream'
import type { ScriptEnvironment } from '../../steps/script/environment.ts'
import { headerTexts } from '../../tasks/http/send.ts'
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

/**
 * A client with a token of the user asks a server that never listens: both have an end of a pair of streams.
 * So a request passes the same checks as one from outside, and ends when it is aborted.
 */
export function ownApi({ handle, find, tokens, host }: CalledApi): ScriptEnvironment['api'] {
  const server = createServer(handle)
  return async (user, asked, signal) => {
    const account = await find(user)
    if (!account || account.disabled)
      throw new ScriptCallRefused(`api: the user ${user} does not exist or is disabled`)
    using token = tokens.issue(account)
    const headers = { accept: ACCEPT, ...headersOf(asked), host, authorization: `token ${token.secret}` }
    const { timeoutMs = TIMEOUT_MS } = asked
    const timeout = AbortSignal.timeout(Math.ceil(timeoutMs))
    try {
      return await answered(
        server,
        { ...asked, url: urlOf(asked), headers },
        AbortSignal.any([signal, timeout]),
      )
    } catch (error) {
      if (error instanceof ScriptCallRefused || signal.aborted) throw error
      const why = timeout.aborted ? `no response within ${timeoutMs} ms` : wordsOf(error)
      throw new ScriptCallRefused(`api: ${asked.method} ${urlOf(asked)}: ${why}`)
    }
  }
}

interface Sent extends Pick<ScriptRequest, 'method' | 'body'> {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

async function answered(
  server: Server,
  { method, url, headers, body = '' }: Sent,
  signal: AbortSignal,
): Promise<ScriptResponse> {
  const [here, there] = duplexPair()
  server.emit('connection', Object.assign(there, { remoteAddress: '127.0.0.1' }))
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = { method, path: url, headers, signal, createConnection: () => here }
      request(options, resolve).on('error', reject).end(body)
    })
    const { statusCode = 0, headers: named } = response
    return {
      status: statusCode,
      headers: headerTexts(named),
      body: await bodyOf(response, `${method} ${url}`),
    }
  } finally {
    here.destroy()
    there.destroy()
  }
}

async function bodyOf(response: IncomingMessage, asked: string): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    chunks.push(chunk as Buffer)
    size += (chunk as Buffer).length
    if (size > LARGEST)
      throw new ScriptCallRefused(`api: ${asked}: the answer has more than ${LARGEST} bytes`)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/**
 * `job`, `/VX-1/` → `/API/job/VX-1`. Refuses trials: a script that tries scripts would hold two threads.
 * Pure.
 */
export function urlOf({ path, query }: Pick<ScriptRequest, 'path' | 'query'>): string {
  const joined = path
    .map((part) => part.replaceAll(/^\/+|\/+$/g, ''))
    .filter((part) => part !== '')
    .join('/')
  if (/\/script\/try\b/.test(decoded(`/${joined}`)))
    throw new ScriptCallRefused('api: a script cannot try scripts')
  const search = String(new URLSearchParams(query.map(([name, value]): [string, string] => [name, value])))
  const { pathname, search: given } = new URL(`http://api/API/${joined}`)
  if (search === '') return `${pathname}${given}`
  return `${pathname}${given === '' ? '?' : `${given}&`}${search}`
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** The user is that of the job, and the proxies are none, whatever the script says. */
function headersOf({ headers }: ScriptRequest): Readonly<Record<string, string>> {
  const lower = headers.map(([name, value]) => [name.toLowerCase(), value] as const)
  return Object.fromEntries(lower.filter(([name]) => !NOT_FOR_SCRIPTS.test(name)))
}

const NOT_FOR_SCRIPTS =
  /^(x-forwarded-.*|forwarded|host|content-length|transfer-encoding|connection|upgrade|expect|te|trailer)$/

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** JSON where there is any, as in Vidispine: scripts get it as a value. */
const ACCEPT = 'application/json, application/xml;q=0.9, */*;q=0.8'
const TIMEOUT_MS = 60_000
/** Bytes of an answer. */
const LARGEST = 8 * 1024 * 1024
