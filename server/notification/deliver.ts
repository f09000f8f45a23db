/** Delivers one notification over HTTP. */
import { createHmac } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { storableText } from '../../schema/codec/storable-text.ts'
import type { NotificationDocument } from '../../schema/documents/notification.ts'
import {
  type Attempted,
  type DeliveryRow,
  findDelivery,
  recordAttempt,
} from '../../schema/queries/notifications/deliveries.ts'
import { timeOfDay } from '../../steps/engine/runtime/clock.ts'
import { NotSent, type Received, send } from '../../tasks/http/send.ts'

export interface DeliveryContext {
  readonly fork: () => EntityManager
  /** The hosts that may be notified. */
  readonly hosts: readonly string[]
  readonly signal: AbortSignal
}

/**
 * Makes one attempt and records it; false if it has failed and should be tried again, which it is not after
 * `mostAttempts`. A delivery whose notification is gone needs no attempt.
 */
export async function deliver(
  { fork, hosts, signal }: DeliveryContext,
  id: number,
  mostAttempts: number,
): Promise<boolean> {
  const delivery = await findDelivery(fork(), id)
  if (delivery?.outcome !== 'pending') return true
  const { action } = delivery.document as NotificationDocument
  const since = performance.now()
  const answered = await attempt(delivery, action.http, hosts, signal)
  const isLastTry = delivery.attempts + 1 >= mostAttempts
  const attempted = outcomeOf(answered, { isLastTry, milliseconds: Math.round(performance.now() - since) })
  await recordAttempt(fork(), id, attempted)
  return attempted.outcome !== 'pending'
}

type Http = NonNullable<NotificationDocument['action']['http']>

async function attempt(
  delivery: DeliveryRow,
  http: Http | undefined,
  hosts: readonly string[],
  signal: AbortSignal,
): Promise<Received | NotSent> {
  const target = URL.parse(http?.url ?? '')
  if (!http || !target) return new NotSent('its notification has no URL any more')
  try {
    return await send(
      {
        method: methodOf(http),
        url: new URL(`${target.pathname}${target.search}`, target.origin),
        headers: headersOf(delivery, http),
        body: delivery.body,
        timeoutMs: timeoutOf(http),
      },
      { hosts, setting: 'NOTIFICATION_HOSTS', redirects: 0, mostBytes: MOST_KEPT, cut: true },
      signal,
    )
  } catch (error) {
    if (error instanceof NotSent) return error
    throw error
  }
}

/** Any status below 300 is a delivery. Redirects are not followed: a receiver says where it is. Pure. */
export function outcomeOf(
  answered: Received | NotSent,
  { isLastTry, milliseconds }: { readonly isLastTry: boolean; readonly milliseconds: number },
): Attempted {
  const failed = isLastTry ? 'failed' : 'pending'
  if (answered instanceof NotSent) return { outcome: failed, milliseconds, error: answered.message }
  const { status, body } = answered
  const outcome = status < 300 ? 'delivered' : failed
  return { outcome, status, milliseconds, answer: storableText(body) }
}

export function methodOf({ method }: Pick<Http, 'method'>): 'POST' | 'PUT' {
  return method?.toUpperCase() === 'PUT' ? 'PUT' : 'POST'
}

/** Ms: 10 s by default, from 1 s to a minute; `0` asks for no limit, and gets a minute. */
export function timeoutOf({ timeout }: Pick<Http, 'timeout'>): number {
  const seconds = Number(timeout ?? 10)
  if (seconds === 0) return 60_000
  return Number.isFinite(seconds) ? Math.min(60, Math.max(1, seconds)) * 1_000 : 10_000
}

function headersOf(
  { id, contentType, body }: DeliveryRow,
  { secret, url }: Http,
): readonly (readonly [string, string])[] {
  const basic = basicOf(url)
  const headers = [
    ['content-type', contentType],
    ['user-agent', 'Callsheet'],
    ['x-callsheet-delivery', String(id)],
    ...(basic === undefined ? [] : [['authorization', basic] as const]),
  ] as const
  return secret ? [...headers, ['x-callsheet-signature', signature(secret, body, timeOfDay())]] : headers
}

/** The credentials in a URL, `http://user:password@host/`, as the header in which they are sent. Pure. */
export function basicOf(url: string): string | undefined {
  const { username = '', password = '' } = URL.parse(url) ?? {}
  if (username === '' && password === '') return undefined
  const plain = [username, password].map(unescaped).join(':')
  return `Basic ${Buffer.from(plain, 'utf8').toString('base64')}`
}

/** A percent sign that begins no escape is itself. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * `t=` the time, s, and `v1=` the HMAC-SHA256 of the time, a full stop and the body, in hexadecimal. Pure.
 */
export function signature(secret: string, body: string, nowMs: number): string {
  const time = Math.trunc(nowMs / 1_000)
  return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`
}

/** Bytes of an answer that are kept. */
const MOST_KEPT = 1_000
