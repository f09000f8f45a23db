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
import { jobNotifications } from '../../schema/queries/notifications/notifications.ts'
import { transaction } from '../../schema/sql/transaction.ts'
import { every } from '../../steps/engine/runtime/clock.ts'
import type { BackgroundQueue, QueuedDelivery } from '../background/background-queue.ts'
import { deliver, timeoutOf } from './deliver.ts'
import { dueEvents, firedBy } from './due.ts'

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
  #queue: BackgroundQueue | undefined

  constructor(context: NotifierContext) {
    this.#context = context
    this.#ended = every(EVERY_MS, this.#stop.signal, context.onError, () => this.#round())
  }

  async #round(): Promise<void> {
    const { fork, isOutdated } = this.#context
    if (isOutdated()) return
    const { toQueue, toDeliver } = await deliveryWork(fork())
    const queue = toQueue || toDeliver ? await this.#working() : undefined
    if (toQueue && queue) await this.#forward(queue)
  }

  async #working(): Promise<BackgroundQueue> {
    if (this.#queue) return this.#queue
    const { fork, hosts, open } = this.#context
    const queue = await open()
    this.#queue = queue
    const { signal } = this.#stop
    await queue.deliver((id, isLastTry) => deliver({ fork, hosts, signal }, id, isLastTry))
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
  }
}

/** Deliveries of a group are in series, others by notification and job. Pure. */
export function queuedOf({
  id,
  notificationId,
  jobId,
  document,
}: {
  readonly id: number
  readonly notificationId: number
  readonly jobId: number
  readonly document: Readonly<Record<string, unknown>>
}): QueuedDelivery {
  const { group, retry = 5, timeout } = (document as NotificationDocument).action.http ?? {}
  return {
    id,
    key: group ? `group ${group}` : `${notificationId} ${jobId}`,
    receiver: String(notificationId),
    retries: retry,
    timeoutMs: timeoutOf({ timeout }),
  }
}

const EVERY_MS = 200
const AT_ONCE = 500
