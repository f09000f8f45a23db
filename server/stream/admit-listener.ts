/** Admits clients to the live stream: by a ticket in the URL, which opens one stream, or by credentials. */
import type { IncomingMessage } from 'node:http'
import type { TicketBearer } from '../../schema/queries/access/stream-tickets.ts'
import type { Credentials, Identified } from '../auth/credentials.ts'
import { foreignPage, refusal } from '../auth/foreign-page.ts'
import type { LastingSignIn } from '../auth/lasting-sign-in.ts'
import { type Caller, holds } from '../auth/roles.ts'
import { hashOfSecret, isSecret } from '../auth/token-secret.ts'
import { forbidden, notAuthorized } from '../http/answer/fault.ts'
import { clientOf } from '../http/request/client.ts'
import type { ParameterValues } from '../http/request/url.ts'

export interface Door {
  readonly credentials: Credentials
  /** Uses up the ticket with this SHA-256, and returns its user. */
  readonly takeTicket: (hash: string) => Promise<TicketBearer | undefined>
  /** The number of proxies in front of this server. */
  readonly proxies: number
}

/** A client that may listen, until what it or its ticket signed in with ends. */
export type LiveCaller = Caller & { readonly signIn: LastingSignIn }

/**
 * Throws 401 without a valid ticket or credentials, and 403 without the role. A page of another origin may
 * use a ticket, just as it may call the API (wire.md §17), but not the credentials that its browser adds to
 * the request.
 */
export async function admitListener(
  { credentials, takeTicket, proxies }: Door,
  request: IncomingMessage,
  parameters: ParameterValues,
): Promise<LiveCaller> {
  const { headers } = request
  const { address, host } = clientOf(request, proxies)
  const [ticket] = parameters.get('ticket') ?? []
  const page = ticket === undefined ? foreignPage(headers, host) : undefined
  if (page) throw refusal(page, 'a page of another origin needs a ticket')
  const asked = { method: 'GET', path: pathOf(request) } as const
  const { caller, signIn } =
    ticket === undefined
      ? await credentials.admit(headers, address, asked)
      : await byTicket(ticket, takeTicket)
  if (holds(caller, '_job_read')) return { ...caller, signIn }
  throw forbidden('the role _job_read is missing', { context: '_job_read', id: caller.name })
}

/** Without the parameters, which may be a ticket. */
function pathOf({ url = '' }: IncomingMessage): string {
  return url
    .split(/[?;]/, 1)
    .join('')
    .replace(/^\/API(?=\/)/, '')
}

async function byTicket(ticket: string, takeTicket: Door['takeTicket']): Promise<Identified> {
  const bearer = isSecret(ticket) ? await takeTicket(hashOfSecret(ticket)) : undefined
  if (!bearer) throw notAuthorized('the ticket is invalid, used or expired')
  return { caller: { name: bearer.name, roles: bearer.roles }, signIn: signInOf(bearer) }
}

function signInOf({ signer: user, signerPassword, token, accessKey, ends }: TicketBearer): LastingSignIn {
  if (token !== null) return { user, by: 'token', hash: token }
  if (accessKey !== null) return { user, by: 'key', id: accessKey }
  if (ends !== null) return { user, by: 'jwt', expires: new Date(ends) }
  return { user, by: 'password', passwordHash: signerPassword }
}
