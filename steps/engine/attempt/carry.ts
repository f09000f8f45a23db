import type { EntityManager } from '@mikro-orm/postgresql'
import { type Db, fromKysely, PgBoss } from 'pg-boss'
import type { Placed } from '../../../schema/queries/admission/write-placements.ts'
import type { Database } from '../../../schema/sql/database.ts'
import type { Statement } from '../../../schema/sql/execute.ts'

/** A placement as its node gets it. */
export interface Delivery {
  readonly placement: number
  readonly jobId: number
  /** The carrier's own job, by which the claim is refreshed and ended. */
  readonly carrier: string
}

/**
 * The port to pg-boss, and the only file that knows it. Placements travel as its jobs, each node on a queue of its own;
 * the claim is refreshed every second and is lost after 60 s without (the backstop: a dead node is found by its session
 * lock much earlier). Tries are ours, so pg-boss makes none.
 */
export class Carrier implements AsyncDisposable {
  readonly #boss: PgBoss
  readonly #onError: (error: Error) => void
  readonly #reached = new Set<number>()

  private constructor(boss: PgBoss, onError: (error: Error) => void) {
    this.#boss = boss
    this.#onError = onError
  }

  /** Brings pg-boss's own schema up to date and connects to it through our pool. */
  static async open(database: Database, onError: (error: Error) => void): Promise<Carrier> {
    const boss = new PgBoss({
      db: through(database.em.fork()),
      schema: SCHEMA,
      supervise: false,
      schedule: false,
    })
    boss.on('error', onError)
    try {
      await boss.start()
      await boss.createQueue(LOST, { retryLimit: 0 })
    } catch (error) {
      // What it has begun would go on asking a pool that is about to be closed.
      await boss.stop({ graceful: false }).catch(() => undefined)
      throw error
    }
    return new Carrier(boss, onError)
  }

  /** Makes the queue of a node that has joined. */
  async join(nodeId: number): Promise<void> {
    await this.#boss.createQueue(queueOf(nodeId), {
      retryLimit: 0,
      heartbeatSeconds: HEARTBEAT_S,
      expireInSeconds: CLAIM_S,
      deadLetter: LOST,
    })
    await this.reach([nodeId])
  }

  /** Drops the queue of a node that is gone, with whatever was still on its way to it. */
  async leave(nodeId: number): Promise<void> {
    this.#reached.delete(nodeId)
    await this.#boss.deleteQueue(queueOf(nodeId))
  }

  /** Whether `placing` needs nothing more for a node. */
  reaches(nodeId: number): boolean {
    return this.#reached.has(nodeId)
  }

  /** Learns what pg-boss has to know of the queues of nodes; may want a connection for it. Answers whether it has reached any. */
  async reach(nodeIds: readonly number[]): Promise<boolean> {
    const reaching = [...new Set(nodeIds)].map(async (nodeId) => {
      await this.#boss.insert(queueOf(nodeId), [], { db: listing([]) })
      this.#reached.add(nodeId)
    })
    const answers = await Promise.allSettled(reaching)
    for (const answer of answers) if (answer.status === 'rejected') this.#onError(answer.reason)
    return answers.some(({ status }) => status === 'fulfilled')
  }

  /** What sends placements to their nodes, for the transaction that writes them: both are there, or neither. After `reach`. */
  async placing(placed: readonly Placed[]): Promise<readonly Statement[]> {
    const statements: Statement[] = []
    for (const [nodeId, theirs] of Map.groupBy(placed, (placement) => placement.nodeId)) {
      const jobs = theirs.map(({ id, jobId, carrier }) => ({ id: carrier, data: { placement: id, jobId } }))
      await this.#boss.insert(queueOf(nodeId), jobs, { db: listing(statements) })
    }
    return statements
  }

  /** Sends a node what it has placed on itself: fetched, that is a claim like others. What is there already stays as it is. */
  async claim(nodeId: number, deliveries: readonly Delivery[]): Promise<void> {
    const jobs = deliveries.map(({ placement, jobId, carrier }) => ({
      id: carrier,
      data: { placement, jobId },
    }))
    if (jobs.length > 0) await this.#boss.insert(queueOf(nodeId), jobs)
  }

  /** What has arrived for a node and nobody has fetched yet, at most `limit`. */
  async fetch(nodeId: number, limit: number): Promise<readonly Delivery[]> {
    const jobs = await this.#boss.fetch<Omit<Delivery, 'carrier'>>(queueOf(nodeId), { batchSize: limit })
    return jobs.map(({ id, data }) => ({ ...data, carrier: id }))
  }

  /** Refreshes claims. */
  async refresh(nodeId: number, carriers: readonly string[]): Promise<void> {
    if (carriers.length > 0) await this.#boss.touch(queueOf(nodeId), [...carriers])
  }

  /** Ends claims, also such as were never fetched. The rows go at once: what happened is in our own tables. */
  async end(nodeId: number, carriers: readonly string[]): Promise<void> {
    await this.#boss.deleteJob(queueOf(nodeId), [...carriers])
  }

  /**
   * Hands a long step to a fresh claim before the longest one that pg-boss grants (a day) runs out; answers its new carrier.
   * The fresh one is fetched at once; should the node's own fetching be quicker, it finds the step running and leaves it.
   */
  async renew(nodeId: number, { placement, jobId, carrier }: Delivery): Promise<string> {
    const fresh = await this.#boss.send(queueOf(nodeId), { placement, jobId }, { priority: 1 })
    await this.#boss.fetch(queueOf(nodeId), { minPriority: 1 })
    await this.#boss.deleteJob(queueOf(nodeId), carrier)
    return fresh ?? carrier
  }

  /** Lets pg-boss find the claims that were not refreshed. One elected node calls this. */
  async supervise(): Promise<void> {
    await this.#boss.supervise()
  }

  /** The placements whose claims were lost; each is told once. */
  async lost(): Promise<readonly Omit<Delivery, 'carrier'>[]> {
    const jobs = await this.#boss.fetch<Omit<Delivery, 'carrier'>>(LOST, { batchSize: 100 })
    for (const { id } of jobs) await this.#boss.deleteJob(LOST, id)
    return jobs.map(({ data }) => data)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#boss.stop({ graceful: false })
  }
}

const SCHEMA = 'callsheet_carrier'
const LOST = 'lost'
/** Longer than any database outage that must re-run nothing; 10 s is pg-boss's least. */
const HEARTBEAT_S = 60
/** The longest pg-boss grants. */
const CLAIM_S = 86_400

function queueOf(nodeId: number): string {
  return `node-${nodeId}`
}

function through(em: EntityManager): Db {
  return fromKysely(em.getKysely() as unknown as Parameters<typeof fromKysely>[0])
}

/** Keeps what pg-boss would send. */
function listing(statements: Statement[]): Db {
  return {
    async executeSql(text, values = []) {
      statements.push([text, values])
      return { rows: [] }
    },
  }
}
