import type { Beat } from '../../../schema/queries/nodes/beat.ts'
import { type HostCapacity, joinNode, nextNode } from '../../../schema/queries/nodes/join-node.ts'
import { checkSoon } from '../../../schema/queries/problems/problems.ts'
import type { Connection, Database } from '../../../schema/sql/database.ts'
import { NODE } from '../admission/node-requirements.ts'
import type { Carrier } from '../attempt/carry.ts'
import type { Clock } from '../runtime/clock.ts'
import { type Publish, trouble } from '../runtime/events.ts'
import { thisProcess } from './process-identity.ts'
import type { Observer } from './rescue.ts'
import { Session } from './session.ts'

export interface NodeOptions {
  readonly connection: Connection
  readonly database: Database
  readonly carrier: Carrier
  readonly clock: Clock
  readonly publish: Publish
  readonly name: string
  readonly hostId: string
  readonly hostName: string
  readonly capacity: HostCapacity
  readonly onCall: (call: string) => void
  /** After each beat that was answered. */
  readonly onBeat: (nodeId: number, beat: Beat) => void
  /** The node may no longer act: what runs must be stopped. Resolves when it has. */
  readonly onFenced: () => Promise<void>
}

/**
 * This process as a node: joins, beats once a second, and joins anew under another id after it was taken for dead. A node
 * that could not beat for 20 s fences itself: longer than an outage that must re-run nothing, and until then its late
 * results are refused by their placement.
 */
export class Node {
  readonly #options: NodeOptions
  #id: number | undefined
  #session: Session | undefined
  #connectedAt = 0
  #lastBeat = 0

  constructor(options: NodeOptions) {
    this.#options = options
  }

  /** The node's id; undefined while it has none. */
  get id(): number | undefined {
    return this.#id
  }

  observer(): Observer {
    const connectedMs = this.#session ? this.#options.clock.now() - this.#connectedAt : 0
    return { nodeId: this.#id ?? 0, connectedS: connectedMs / 1_000 }
  }

  async elected(): Promise<boolean> {
    const session = this.#session
    try {
      return (await session?.elect()) ?? false
    } catch (error) {
      // One that is closed while it is asked, as when the node stops, has nothing to tell of.
      if (session !== this.#session) return false
      throw error
    }
  }

  /** Beats until the signal is aborted, then leaves. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, publish } = this.#options
    while (!signal.aborted) {
      await this.#turn(signal).catch(trouble(publish, 'node session'))
      await this.#close()
      if (this.#id !== undefined && clock.now() - this.#lastBeat > FENCE_AFTER_MS)
        await this.#fence('it could not reach the database for 20 s')
      await clock.sleep(RECONNECT_MS, signal)
    }
  }

  /** Says that the node is gone, so that nobody has to find out. */
  async leave(): Promise<void> {
    const { database, carrier, publish, name } = this.#options
    const id = this.#id
    if (id === undefined) return
    this.#id = undefined
    await database.em
      .fork()
      .execute('update callsheet.node set gone = callsheet.now() where id = ? and gone is null', [id])
    await carrier.leave(id)
    publish({ type: 'node-left', node: id, name })
  }

  /** One session, from its opening to its end; it ends by itself only when the node was declared gone. */
  async #turn(signal: AbortSignal): Promise<void> {
    const { connection, clock, onCall, publish } = this.#options
    const session = await Session.open(connection, onCall, trouble(publish, 'node session'))
    this.#session = session
    this.#connectedAt = clock.now()
    this.#id ??= await this.#join()
    const id = this.#id
    // After a cut line PostgreSQL may hold the lock for the old session a while longer. The beat says meanwhile that we live.
    let locked = false
    while (!signal.aborted) {
      if (!(await this.#beat(session, id))) return
      if (!locked) locked = await session.lock(id)
      await Promise.race([clock.sleep(BEAT_MS, signal), session.closed])
    }
  }

  /** False when the node was declared gone by another. */
  async #beat(session: Session, id: number): Promise<boolean> {
    const beat = await session.beat(id)
    if (!beat) {
      await this.#fence('another node took it for dead')
      return false
    }
    this.#lastBeat = this.#options.clock.now()
    this.#options.onBeat(id, beat)
    return true
  }

  async #join(): Promise<number> {
    const { database, carrier, publish, name, hostId, hostName, capacity } = this.#options
    const id = await nextNode(database.em.fork())
    // First, because who admits may give it steps as soon as it is seen.
    await carrier.join(id)
    const node = { id, name, hostId, hostName, ...capacity, ...thisProcess() }
    const isOtherwise = await joinNode(database.em.fork(), node)
    await checkSoon(database.em.fork(), NODE)
    publish({ type: 'node-joined', node: id, name, host: hostName })
    if (isOtherwise) publish({ type: 'host-changed', node: id, host: hostName })
    return id
  }

  async #fence(why: string): Promise<void> {
    const id = this.#id
    if (id === undefined) return
    this.#id = undefined
    this.#options.publish({ type: 'node-fenced', node: id, why })
    await this.#options.onFenced()
  }

  async #close(): Promise<void> {
    const session = this.#session
    this.#session = undefined
    await session?.[Symbol.asyncDispose]()
  }
}

const BEAT_MS = 1_000
const RECONNECT_MS = 500
const FENCE_AFTER_MS = 20_000
