/** The queue of deliveries and recurring work: the only file that knows pg-boss. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { PgBoss } from 'pg-boss'
import type { Connection } from '../../schema/sql/database.ts'
import { executeNumbered } from '../../schema/sql/execute.ts'
import { timeOfDay } from '../../steps/engine/runtime/clock.ts'
import { QUEUE_POOL } from '../process/database/connections.ts'

export interface QueuedDelivery {
  /** The id of the delivery. */
  readonly id: number
  /** Deliveries with the same key are sent one after the other, in the order in which they were queued. */
  readonly key: string
  /** Whose deliveries share a number of workers: a slow receiver must not hold up the others. */
  readonly receiver: string
  /** The attempts after which it has failed, those before it was queued included. */
  readonly mostAttempts: number
  /** Before the first retry, s. Each later delay is about twice as long. */
  readonly retryDelay: number
  readonly timeoutMs: number
}

/** Makes an attempt; false if another one should be made. */
export type TryDelivery = (id: number, mostAttempts: number) => Promise<boolean>

/** Work that is done over and over, by one of all servers each time. */
export interface RecurringWork {
  readonly name: string
  /** When, as a cron expression, UTC. What no server was there for is made up for once. */
  readonly cron: string
  /** If it throws, it is tried again some minutes later, by any server. */
  readonly run: (signal: AbortSignal) => Promise<void>
}

export class BackgroundQueue implements AsyncDisposable {
  readonly #boss: PgBoss
  readonly #lookEveryS: number
  readonly #stop = new AbortController()
  #worker: string | undefined

  private constructor(boss: PgBoss, lookEveryS: number) {
    this.#boss = boss
    this.#lookEveryS = lookEveryS
  }

  /**
   * Installs the tables of the queue at the first start. `lookEveryS`: how often it looks for recurring work
   * that is due.
   */
  static async open(
    connection: Connection,
    onError: (error: unknown) => void,
    lookEveryS = LOOK_EVERY_S,
  ): Promise<BackgroundQueue> {
    const address = 'url' in connection ? { connectionString: connection.url } : connection
    const boss = new PgBoss({
      ...{ ...address, schema: 'callsheet_queue', max: QUEUE_POOL, schedule: true, ...TASKS },
      ...{ cronMonitorIntervalSeconds: lookEveryS, cronWorkerIntervalSeconds: lookEveryS },
    })
    boss.on('error', onError)
    await boss.start()
    await boss.createQueue(NAME, { policy: 'key_strict_fifo', ...QUEUE })
    return new BackgroundQueue(boss, lookEveryS)
  }

  /** Does work whenever it is due, until the queue is disposed of. */
  async repeat({ name, cron, run }: RecurringWork): Promise<void> {
    await this.#boss.createQueue(name, RECURRING)
    await this.#boss.schedule(name, cron, null, { tz: 'UTC', missed: 'once' })
    await this.#boss.work(name, { pollingIntervalSeconds: this.#lookEveryS }, () => run(this.#stop.signal))
  }

  /** Queues deliveries in the transaction of `em`. */
  async add(em: EntityManager, deliveries: readonly QueuedDelivery[]): Promise<void> {
    if (deliveries.length === 0) return
    const db = {
      executeSql: async (sql: string, values: unknown[] = []) => ({
        rows: await executeNumbered<Record<string, unknown>>(em, sql, values),
      }),
    }
    const now = timeOfDay()
    const jobs = deliveries.map(({ id, mostAttempts, key, receiver, retryDelay, timeoutMs }) => ({
      id: orderedId(id, now),
      data: { id, mostAttempts },
      singletonKey: key,
      group: { id: receiver },
      retryDelay,
      expireInSeconds: Math.ceil(timeoutMs / 1_000) + GRACE_S,
    }))
    await this.#boss.insert(NAME, jobs, { db })
  }

  /** Delivers what is queued, until the queue is disposed of. */
  async deliver(attempt: TryDelivery): Promise<void> {
    const options = { pollingIntervalSeconds: 0.5, ...WORKERS } as const
    this.#worker = await this.#boss.work(NAME, options, async ([job]) => {
      if (!job) return
      const { id, mostAttempts = 0 } = job.data as { readonly id: number; readonly mostAttempts?: number }
      if (!(await attempt(id, mostAttempts))) throw new Error('the delivery has failed')
    })
  }

  /** Looks for work now. */
  hurry(): void {
    if (this.#worker !== undefined) this.#boss.notifyWorker(this.#worker)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await this.#boss.stop({ graceful: true, timeout: STOP_MS })
  }
}

/**
 * pg-boss orders jobs of one transaction by their ids, which it would choose at random. A delivery that is
 * sent again gets another id. A UUID of version 7. Pure.
 */
export function orderedId(delivery: number, nowMs: number): string {
  const time = nowMs.toString(16).padStart(12, '0')
  const number = delivery.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${number}`
}

const NAME = 'delivery'
const QUEUE = {
  // The attempts are counted with the delivery, which does not count one that ended with its server.
  retryLimit: 10_000,
  retryBackoff: true,
  retryDelayMax: 600,
  deleteAfterSeconds: 3_600,
}
/** A receiver holds at most two workers, so sixteen of them would have to be slow at once. */
const WORKERS = { localConcurrency: 32, localGroupConcurrency: 2 }
/** Looks for attempts that have ended with their server every 10 s. */
const TASKS = { superviseIntervalSeconds: 10, monitorIntervalSeconds: 10 }
/** From the end of the time-out of a request until another process may make the attempt, s. */
const GRACE_S = 10
/**
 * `exclusive`: never twice at once. Of a server that is killed while at work, the work is done again an hour
 * later.
 */
const RECURRING = {
  policy: 'exclusive',
  ...{ retryLimit: 6, retryDelay: 600, expireInSeconds: 3_600, deleteAfterSeconds: 604_800 },
}
const LOOK_EVERY_S = 30
const STOP_MS = 5_000
