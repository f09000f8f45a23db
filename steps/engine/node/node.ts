/**
 * This process as a node of the farm: it joins, beats, and fences itself when it can no longer prove that it
 * is alive.
 */
import type { Beat } from '../../../schema/queries/nodes/beat.ts'
import { type HostCapacity, joinNode, nextNode } from '../../../schema/queries/nodes/join-node.ts'
import { checkSoon } from '../../../schema/queries/problems/problems.ts'
import type { Connection, Database } from '../../../schema/sql/database.ts'
import { NODE } from '../admission/node-requirements.ts'
import type { Clock } from '../runtime/clock.ts'
import { type Publish, trouble } from '../runtime/events.ts'
import { thisProcess } from './process-identity.ts'
import type { Observer } from './rescue.ts'
import { Session } from './session.ts'

export interface NodeOptions {
  readonly connection: Connection
  readonly database: Database
  readonly clock: Clock
  readonly publish: Publish
  readonly name: string
  readonly hostId: string
  readonly hostName: string
  readonly capacity: HostCapacity
  readonly onCall: (call: string) => void
  /** Called after each answered heartbeat. */
  readonly onBeat: (nodeId: number, beat: Beat) => void
  /** Stops what runs; resolves when it has stopped. */
  readonly onFenced: () => Promise<void>
  /** Why the media programs do not work; undefined: they work. */
  readonly mediaTrouble: () => string | undefined
  /** When the connection pool last answered, by the clock. */
  readonly poolAnsweredAt: () => number
}

/**
 * Beats once a second, and joins again under another id after it was declared dead. It fences itself when it
 * could not beat for 20 s, which is longer than an outage that must make no step run again; until then its
 * late results are refused by their placement. It also fences itself when it beats but its pool has not
 * answered for 60 s: its attempts could record nothing. Only time in which its heartbeats were answered
 * counts, for a process that stood still has not asked its pool either.
 */
export class FarmNode {
  readonly #options: NodeOptions
  #id: number | undefined
  #session: Session | undefined
  #connectedAt = 0
  #lastBeat = 0
  /** Since when it has beaten without a pause. */
  #beatingSince = 0

  constructor(options: NodeOptions) {
    this.#options = options
  }

  /** Undefined before it has joined, and after it was fenced. */
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
      // A session that was closed meanwhile, as when the node stops, is no error.
      if (session !== this.#session) return false
      throw error
    }
  }

  /** Beats until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, publish } = this.#options
    while (!signal.aborted) {
      await this.#holdSession(signal).catch(trouble(publish, 'node session'))
      await this.#close()
      if (this.#id !== undefined && clock.now() - this.#lastBeat > FENCE_AFTER_MS)
        await this.#fence('it could not reach the database for 20 s')
      await clock.sleep(RECONNECT_MS, signal)
    }
  }

  /** Tells the others that the node is gone, so that they need not find out. */
  async leave(): Promise<void> {
    const { database, publish, name } = this.#options
    const id = this.#id
    if (id === undefined) return
    this.#id = undefined
    await database.em
      .fork()
      .execute('update callsheet.node set gone = callsheet.now() where id = ? and gone is null', [id])
    publish({ type: 'node-left', node: id, name })
  }

  /** One session, from its start to its end. It ends without an error only when the node was fenced. */
  async #holdSession(signal: AbortSignal): Promise<void> {
    const { connection, clock, onCall, publish } = this.#options
    const session = await Session.open(connection, onCall, trouble(publish, 'node session'))
    this.#session = session
    this.#connectedAt = clock.now()
    this.#id ??= await this.#join()
    const id = this.#id
    // After a cut connection PostgreSQL may hold the lock for the old session for a while. The heartbeat
    // proves meanwhile that the node is alive.
    let locked = false
    while (!signal.aborted) {
      if (!(await this.#beat(session, id))) return
      if (!locked) locked = await session.lock(id)
      await Promise.race([clock.sleep(BEAT_MS, signal), session.closed])
    }
  }

  /** False when the node was fenced. */
  async #beat(session: Session, id: number): Promise<boolean> {
    const { clock, poolAnsweredAt, onBeat } = this.#options
    const beat = await session.beat(id)
    if (!beat) {
      await this.#fence('another node declared it dead')
      return false
    }
    const now = clock.now()
    if (now - this.#lastBeat > PAUSE_MS) this.#beatingSince = now
    this.#lastBeat = now
    if (now - Math.max(poolAnsweredAt(), this.#beatingSince) > POOL_SILENT_MS) {
      await this.#fence('its connection pool has not answered for 60 s')
      return false
    }
    onBeat(id, beat)
    return true
  }

  async #join(): Promise<number> {
    const { database, publish, name, hostId, hostName, capacity, mediaTrouble } = this.#options
    const id = await nextNode(database.em.fork())
    const node = { id, name, hostId, hostName, ...capacity, ...thisProcess(), mediaTrouble: mediaTrouble() }
    const differs = await joinNode(database.em.fork(), node)
    await checkSoon(database.em.fork(), NODE)
    publish({ type: 'node-joined', node: id, name, host: hostName })
    if (differs) publish({ type: 'host-changed', node: id, host: hostName })
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
/** A heartbeat that is this late follows a pause. */
const PAUSE_MS = 5_000
const FENCE_AFTER_MS = 20_000
/** Twice as long as a statement of the pool may take. */
const POOL_SILENT_MS = 60_000
