/** Recognizes requests that a page of another site makes with the password its browser remembers (CSRF). */
import type { IncomingHttpHeaders } from 'node:http'
import { type Fault, forbidden } from '../http/answer/fault.ts'
import { readAuthorization } from './authorization.ts'

/** A header that reveals the foreign page, and its value. */
export interface ForeignPage {
  readonly header: 'Origin' | 'Sec-Fetch-Site' | 'Content-Type'
  readonly value: string
}

/**
 * Refuses with 403 a write with a password from a page of another origin. Browsers add a remembered password
 * to such requests, but never a token. `host`: the host and port that the client sent the request to. Pure.
 */
export function refuseForeignWrite(method: string, headers: IncomingHttpHeaders, host: string): void {
  const { by } = readAuthorization(headers.authorization)
  if (READING.has(method) || headers.authorization === undefined) return
  if (by === 'token' || by === 'jwt') return
  const page = foreignPage(headers, host) ?? formOf(headers)
  if (page) throw refusal(page, 'a page of another origin cannot make changes with a password; use a token')
}

/**
 * Methods without side effects, but for `GET /token`: no foreign page can read the token (wire.md §17).
 */
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The 403 that names the header by which a foreign page was recognized. */
export function refusal({ header, value }: ForeignPage, explanation: string): Fault {
  return forbidden(explanation, { context: header, id: value })
}

/**
 * Undefined for requests of this server's own pages and of programs. A browser sends `Origin` with every form
 * and script that writes, and `Sec-Fetch-Site` over https or to a loopback address.
 */
export function foreignPage(headers: IncomingHttpHeaders, host: string): ForeignPage | undefined {
  const { origin } = headers
  if (origin !== undefined) return isOwn(origin, host) ? undefined : { header: 'Origin', value: origin }
  const site = headers['sec-fetch-site']
  if (typeof site !== 'string' || OWN_SITES.has(site)) return undefined
  return { header: 'Sec-Fetch-Site', value: site }
}

/** `none`: the user typed the address. A page on another port of the same host is only `same-site`. */
const OWN_SITES: ReadonlySet<string> = new Set(['same-origin', 'none'])

/** Compares the hosts alone, as behind a proxy that ends TLS the scheme of the page may be unknown. */
function isOwn(origin: string, host: string): boolean {
  const [, scheme, authority = ''] = /^(https?):\/\/([^/?#]+)$/i.exec(origin) ?? []
  if (scheme === undefined) return false
  const own = `${scheme}://${host}`
  // Either may name the default port of the scheme.
  return (
    URL.canParse(origin) &&
    URL.canParse(own) &&
    new URL(own).host === new URL(`${scheme}://${authority}`).host
  )
}

/**
 * A form that is submitted by a browser too old to send either header. A program may send the content type of
 * a form (curl, java.net) or accept HTML (java.net), but does not also state a language.
 */
function formOf(headers: IncomingHttpHeaders): ForeignPage | undefined {
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined) return undefined
  const type = headers['content-type'] ?? ''
  const isForm = FORM_TYPES.test(type) && /text\/html/i.test(headers.accept ?? '')
  return isForm && headers['accept-language'] !== undefined
    ? { header: 'Content-Type', value: type }
    : undefined
}

const FORM_TYPES = /^\s*(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\s*(;|$)/i
