/** Sends requests to other servers, and only to those that are allowed. */

import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { Agent, type Dispatcher, interceptors, request } from 'undici'
import { isLinkLocal, LinkLocal, lookupAllowed } from './link-local.ts'

export interface SentRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: URL
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: string | undefined
  readonly timeoutMs: number
}

export interface Allowed {
  /** The hosts that may be contacted; `*` and `*.` are wildcards. Redirects are checked, too. */
  readonly hosts: readonly string[]
  /** The setting that has them, for the message of a refusal. */
  readonly setting: string
  /** How many redirects are followed. */
  readonly redirects: number
  /** Bytes of the answer: what exceeds them, or does not arrive, is an error, or with `cut` left out. */
  readonly mostBytes: number
  readonly cut?: true
}

export interface Received {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** There was no response, or the host is not allowed. The message is a clause. */
export class NotSent extends Error {}

/**
 * Rejects with NotSent, or with the reason of the signal when it is aborted. Never contacts a link-local
 * address.
 */
export async function send(
  { method, url, headers, body, timeoutMs }: SentRequest,
  allowed: Allowed,
  signal: AbortSignal,
): Promise<Received> {
  refuseUnlessAllowed(url, allowed)
  const timeout = AbortSignal.timeout(Math.ceil(timeoutMs))
  const over = AbortSignal.any([signal, timeout])
  try {
    const asked = request(url, {
      ...{ method, headers: headers.flat(), signal: over },
      dispatcher: outside(allowed),
      ...(body !== undefined && { body }),
    })
    const response = await unlessOver(asked, over)
    const text = await beginning(response.body, allowed, signal)
    return { status: response.statusCode, headers: headerTexts(response.headers), body: text }
  } catch (error) {
    if (error instanceof NotSent || signal.aborted) throw error
    throw new NotSent(
      `${url.origin}: ${timeout.aborted ? `no response within ${timeoutMs} ms` : wordsOf(error)}`,
    )
  }
}

/** undici notices the signal only when it has connected, or has given up to connect after 10 s. */
async function unlessOver<T>(asked: Promise<T>, over: AbortSignal): Promise<T> {
  const settled = new AbortController()
  const { promise: isOver, reject } = Promise.withResolvers<never>()
  over.addEventListener('abort', () => reject(over.reason), { once: true, signal: settled.signal })
  return Promise.race([asked, isOver]).finally(() => settled.abort())
}

/** Whether the host name or address is one of these. Pure. */
export function isAllowed(
  { hostname, port, protocol }: Pick<URL, 'hostname' | 'port' | 'protocol'>,
  hosts: readonly string[],
): boolean {
  const actual = port || (protocol === 'https:' ? '443' : '80')
  return hosts.some((pattern) => {
    if (pattern === '*') return true
    const wanted = partsOf(pattern)
    if (wanted.port !== undefined && wanted.port !== actual) return false
    return wanted.isSuffix ? hostname.endsWith(wanted.name) : hostname === wanted.name
  })
}

/** Names as a URL has them: in lower case and ASCII, IPv6 addresses in brackets. */
function partsOf(pattern: string) {
  if (isIP(pattern) === 6) return { name: `[${pattern}]`.toLowerCase(), isSuffix: false }
  const [, host = '', port] = /^(.*?)(?::(\d+))?$/.exec(pattern) ?? []
  if (host.startsWith('*.')) return { name: `.${domainToASCII(host.slice(2))}`, port, isSuffix: true }
  return { name: host.startsWith('[') ? host.toLowerCase() : domainToASCII(host), port, isSuffix: false }
}

/** Throws NotSent for a host that is not allowed, and for a link-local address. */
export function refuseUnlessAllowed(
  url: Pick<URL, 'hostname' | 'host' | 'port' | 'protocol'>,
  { hosts, setting }: Pick<Allowed, 'hosts' | 'setting'>,
): void {
  if (!isAllowed(url, hosts))
    throw new NotSent(`${url.host} is not one of the hosts in the setting ${setting}`)
  if (isLinkLocal(url.hostname)) throw new NotSent(`${url.host} is a link-local address`)
}

/** What requests go through: it follows redirects, and contacts none but the allowed hosts. */
export function outside(allowed: Pick<Allowed, 'hosts' | 'setting' | 'redirects'>): Dispatcher {
  return OUTSIDE.compose(only(allowed), interceptors.redirect({ maxRedirections: allowed.redirects }))
}

/** Innermost, so that it also sees where redirects lead. */
function only(allowed: Pick<Allowed, 'hosts' | 'setting'>): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    refuseUnlessAllowed(new URL(String(options.origin)), allowed)
    return dispatch(options, handler)
  }
}

/** One connection pool for all. */
const OUTSIDE = new Agent({ connect: { lookup: lookupAllowed }, keepAliveTimeout: 1_000 })

async function beginning(
  body: AsyncIterable<Uint8Array>,
  { mostBytes, cut }: Pick<Allowed, 'mostBytes' | 'cut'>,
  signal: AbortSignal,
): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of body) {
      chunks.push(chunk)
      size += chunk.length
      if (size <= mostBytes) continue
      if (cut) break
      throw new NotSent(`the response has more than ${mostBytes} bytes`)
    }
  } catch (error) {
    if (!cut || signal.aborted) throw error
  }
  return Buffer.concat(chunks).subarray(0, mostBytes).toString('utf8')
}

/** Repeated headers joined with commas. Pure. */
export function headerTexts(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Received['headers'] {
  const named = Object.entries(headers).map(([name, value = '']) => [name, [value].flat().join(', ')])
  return Object.fromEntries(named) as Received['headers']
}

function wordsOf(error: unknown): string {
  if (error instanceof LinkLocal) return error.message
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error ? wordsOf(cause) : error.message || error.name
}
