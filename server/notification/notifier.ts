/** Turns events of jobs into deliveries, and delivers them. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { NotificationDocument } from '../../schema/documents/notification.ts'
import {
  addDeliveries,
  deliveryWork,
  markQueued,
  unqueuedDeliveries,
} from '../../schema/queries/notifications/deliveries.ts'
import { lockJobEvents, removeJobEvents } from '../../schema/queries/notifications/job-events.ts'
import {
  mediaEvents,
  mediaNotifications,
  removeMediaEvents,
} from '../../schema/queries/notifications/media-events.ts'
import { jobNotifications } from '../../schema/queries/notifications/notifications.ts'
import { transaction } from '../../schema/sql/transaction.ts'
import { every } from '../../steps/engine/runtime/clock.ts'
import type { BackgroundQueue, QueuedDelivery } from '../background/background-queue.ts'
import { deliver, timeoutOf } from './deliver.ts'
import { dueEvents, firedBy } from './due.ts'
import { firedByMedia } from './media.ts'

export interface NotifierContext {
  readonly fork: () => EntityManager
  /** Opens the queue, which the caller disposes of after the notifier. */
  readonly open: () => Promise<BackgroundQueue>
  /** The hosts that may be notified. */
  readonly hosts: readonly string[]
  /** The value of `baseUri` in deliveries. */
  readonly baseUri: string
  /** Whether a newer server has migrated the database: this one then leaves the deliveries to that. */
  readonly isOutdated: () => boolean
  readonly onError: (error: unknown) => void
}

/** Runs in each server with an API. The queue is opened when there is something to deliver. */
export class Notifier implements AsyncDisposable {
  readonly #context: NotifierContext
  readonly #stop = new AbortController()
  readonly #ended: Promise<void>
  #queue: Promise<BackgroundQueue> | undefined
  #hurry: Promise<void> | undefined
  #isHurried = false

  constructor(context: NotifierContext) {
    this.#context = context
    this.#ended = every(EVERY_MS, this.#stop.signal, context.onError, () => this.#round())
  }

  /** Has a round now, and the next look into the queue with it. */
  hurry(): void {
    this.#isHurried = true
    this.#hurry ??= this.#hurriedRounds().finally(() => {
      this.#hurry = undefined
    })
  }

  /** Events of a call during a round may come too late for that round. */
  async #hurriedRounds(): Promise<void> {
    while (this.#isHurried && !this.#stop.signal.aborted) {
      this.#isHurried = false
      await this.#round().catch(this.#context.onError)
    }
  }

  async #round(): Promise<void> {
    const { fork, isOutdated } = this.#context
    if (isOutdated()) return
    const { toQueue, toDeliver } = await deliveryWork(fork())
    const queue = toQueue || toDeliver ? await this.#working() : undefined
    if (!toQueue || !queue) return
    await this.#forward(queue)
    queue.hurry()
  }

  #working(): Promise<BackgroundQueue> {
    this.#queue ??= this.#opened().catch((error: unknown) => {
      this.#queue = undefined
      throw error
    })
    return this.#queue
  }

  async #opened(): Promise<BackgroundQueue> {
    const { fork, hosts, open } = this.#context
    const queue = await open()
    const { signal } = this.#stop
    await queue.deliver((id, mostAttempts) => deliver({ fork, hosts, signal }, id, mostAttempts))
    return queue
  }

  /** In one transaction: the due events become deliveries, and those get into the queue. */
  async #forward(queue: BackgroundQueue): Promise<void> {
    const { fork, baseUri } = this.#context
    await transaction(fork(), async (em) => {
      const rows = await lockJobEvents(em, AT_ONCE)
      if (!rows) return
      const { events, done } = dueEvents(rows)
      if (events.length > 0) await addDeliveries(em, firedBy(events, await jobNotifications(em), baseUri))
      await removeJobEvents(em, done)
      await forwardMedia(em, baseUri)
      const unqueued = await unqueuedDeliveries(em, AT_ONCE)
      await queue.add(em, unqueued.map(queuedOf))
      await markQueued(
        em,
        unqueued.map(({ id }) => id),
      )
    })
  }

  /** Deliveries that are being made are tried again by another server, or at the next start. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await this.#ended
    await this.#hurry
  }
}

/** Each event of media is due at once. */
async function forwardMedia(em: EntityManager, baseUri: string): Promise<void> {
  const events = await mediaEvents(em, AT_ONCE)
  if (events.length === 0) return
  await addDeliveries(em, firedByMedia(events, await mediaNotifications(em), baseUri))
  await removeMediaEvents(
    em,
    events.map(({ id }) => id),
  )
}

/** Deliveries of a group are in series, others by notification and job. Pure. */
export function queuedOf({
  id,
  notificationId,
  entity = 'job',
  jobId,
  attempts,
  document,
}: {
  readonly id: number
  readonly notificationId: number
  readonly entity?: string
  readonly jobId: number
  readonly attempts: number
  readonly document: Readonly<Record<string, unknown>>
}): QueuedDelivery {
  const { group, retry = 5, timeout } = (document as NotificationDocument).action.http ?? {}
  return {
    id,
    key: group
      ? `group ${group}`
      : entity === 'job'
        ? `${notificationId} ${jobId}`
        : `${notificationId} ${entity} ${jobId}`,
    receiver: String(notificationId),
    mostAttempts: attempts + retry + 1,
    retryDelay: retryDelayOf(retry),
    timeoutMs: timeoutOf({ timeout }),
  }
}

/**
 * S. Retries after doubling delays span at least ten minutes, in which a receiver may be restarted or
 * repaired: for the default of five, 20 s, 40 s … Fewer retries span less. Pure.
 */
export function retryDelayOf(retries: number): number {
  const shortest = Math.ceil(SPAN_S / (2 ** Math.min(retries, 10) - 1))
  return Math.min(LONGEST_FIRST_DELAY_S, shortest)
}

const SPAN_S = 600
const LONGEST_FIRST_DELAY_S = 20
const EVERY_MS = 200
const AT_ONCE = 500
