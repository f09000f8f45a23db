import { type Connection, connect, type Database } from '../schema/database.ts'
import type { Beat } from '../schema/queries/beat.ts'
import type { HostCapacity } from '../schema/queries/join-node.ts'
import type { Admitted, Here } from './engine/admission-round.ts'
import { Admission } from './engine/admit.ts'
import { Attempts, type Surroundings } from './engine/attempt.ts'
import { Carrier } from './engine/carry.ts'
import { aborted, clock, every } from './engine/clock.ts'
import { type Publish, trouble } from './engine/events.ts'
import type { JobType } from './engine/job-type.ts'
import { lookAfter } from './engine/lost.ts'
import { tell } from './engine/move.ts'
import { Moves } from './engine/moves.ts'
import { Node } from './engine/node.ts'
import type { ProblemKind } from './engine/problem.ts'
import { Report } from './engine/report.ts'
import { Rounds } from './engine/rounds.ts'
import { runShort } from './engine/short.ts'
import { Upkeep } from './engine/upkeep.ts'
import { Looks, strand } from './engine/waits.ts'
import { callingOut, Wake } from './engine/wake.ts'

export interface AgentOptions<Tools> {
  readonly connection: Connection
  readonly jobTypes: readonly JobType<Tools>[]
  readonly tools: Tools
  readonly publish: Publish
  readonly name: string
  readonly hostId: string
  readonly hostName: string
  readonly capacity: HostCapacity
  /** How problems are found to have passed. */
  readonly problems: readonly ProblemKind<Tools>[]
  /** Wait before the first retry, ms. */
  readonly firstBackoffMs: number
  /** Calls that come otherwise than by way of PostgreSQL. */
  readonly onCalls?: (hear: (call: string) => void) => void
}

/**
 * The step agent: admits, fetches what was placed here, runs it, and looks after what others have left. Runs until the
 * signal is aborted; then stops what runs, which goes back to the queue, and leaves.
 */
export async function agent<Tools>(
  options: AgentOptions<Tools>,
  signal: AbortSignal,
  onReady: () => void,
): Promise<void> {
  const { connection, publish } = options
  const pool = { poolSize: MOST_CONNECTIONS, answerWithinMs: ANSWER_WITHIN_MS, forFewRows: true }
  const database = await connect(connection, pool)
  await using _closing = { [Symbol.asyncDispose]: () => database.close() }
  await using carrier = await Carrier.open(database, trouble(publish, 'carrier'))
  await new Agent(options, database, carrier).run(signal, onReady)
}

class Agent<Tools> {
  readonly #database: Database
  readonly #carrier: Carrier
  readonly #publish: Publish
  readonly #wake: Wake
  readonly #report: Report
  readonly #here: Surroundings<Tools>
  readonly #attempts: Attempts<Tools>
  readonly #fetching: Rounds
  readonly #admission: Admission
  readonly #node: Node
  readonly #upkeep: Upkeep
  readonly #looks: Looks<Tools>
  #stopping = false

  constructor(options: AgentOptions<Tools>, database: Database, carrier: Carrier) {
    const { jobTypes, tools, firstBackoffMs } = options
    this.#wake = new Wake(database, trouble(options.publish, 'notify'))
    const publish = callingOut(options.publish, this.#wake)
    this.#database = database
    this.#carrier = carrier
    this.#publish = publish
    this.#report = new Report(database, clock)
    this.#upkeep = new Upkeep(database, carrier, publish, clock)
    this.#looks = new Looks(database, options.problems, tools, publish)
    const steps = new Map(
      jobTypes.flatMap(({ stages }) => stages.map(({ step }) => [step.name, step] as const)),
    )
    this.#here = {
      ...{ database, carrier, clock, report: this.#report, steps, tools, publish, firstBackoffMs },
      moves: new Moves(database, publish, this.#report),
      onEnded: () => this.#stopping || this.#admission.wake(),
    }
    this.#attempts = new Attempts(this.#here)
    this.#fetching = new Rounds(() => this.#fetch(), trouble(publish, 'fetch'))
    this.#admission = new Admission(
      database,
      carrier,
      (admitted) => this.#admitted(admitted),
      trouble(publish, 'admission'),
      () => this.#hereIs(options.capacity),
    )
    options.onCalls?.((call) => this.#called(call))
    this.#node = new Node({
      ...{ ...options, database, carrier, clock },
      onCall: (call) => this.#called(call),
      onBeat: (id, beat) => this.#beat(id, beat),
      onFenced: () => this.#attempts.stopAll('claim lost'),
    })
  }

  async run(signal: AbortSignal, onReady: () => void): Promise<void> {
    const stop = new AbortController()
    const background = [
      this.#node.run(stop.signal),
      this.#report.run(stop.signal, trouble(this.#publish, 'report')),
      every(LOOK_AFTER_MS, stop.signal, trouble(this.#publish, 'looking after'), () => this.#lookAfter()),
      every(LOOK_AFTER_MS, stop.signal, trouble(this.#publish, 'problems'), () => this.#looks.round()),
    ]
    onReady()
    await aborted(signal)
    // It beats on while its attempts stop: until they have, nobody may run their steps.
    this.#stopping = true
    await this.#fetching.idle()
    await this.#admission.idle()
    await this.#attempts.stopAll('node stopped')
    stop.abort()
    await Promise.all(background)
    await this.#admission.idle()
    await this.#node.leave().catch(trouble(this.#publish, 'leaving'))
  }

  #hereIs({ slots }: HostCapacity): Here | undefined {
    const nodeId = this.#node.id
    if (nodeId === undefined || this.#stopping) return undefined
    const all = Object.values(slots).reduce((sum, count) => sum + count, 0)
    return { nodeId, room: Math.max(0, all - this.#attempts.deliveries.length) }
  }

  async #fetch(): Promise<boolean> {
    const id = this.#node.id
    if (id === undefined || this.#stopping) return false
    const deliveries = await this.#carrier.fetch(id, FETCH_AT_ONCE)
    for (const delivery of deliveries) this.#attempts.start(id, delivery, { isClaimed: true })
    return deliveries.length === FETCH_AT_ONCE
  }

  /** What was placed here starts at once; its claim is fetched by the next beat, if it still runs then (docs/decisions/0007). */
  #start({ placed, begun, written }: Admitted): void {
    const runs = new Map(begun.map((one) => [one.run.run, one] as const))
    for (const { id: placement, jobId, nodeId, carrier } of placed) {
      const one = runs.get(placement)
      // What has begun is run by whoever began it, also when it is about to stop.
      if (one || (nodeId === this.#node.id && !this.#stopping))
        this.#attempts.start(nodeId, { placement, jobId, carrier }, { begun: one })
    }
    // Who watches hears of it afterwards: the steps come first.
    for (const one of written) tell(this.#publish, one)
  }

  /** True when a short step was run, which may have made others ready. */
  async #admitted(admitted: Admitted): Promise<boolean> {
    const { placed, short, stranded } = admitted
    this.#start(admitted)
    const others = placed.filter(({ nodeId }) => nodeId !== this.#node.id)
    this.#wake.call(...others.map(({ nodeId }) => `placed:${nodeId}` as const))
    for (const candidate of stranded)
      await strand(this.#database, this.#publish, candidate).catch(
        trouble(this.#publish, `job ${candidate.jobId}`),
      )
    let ran = false
    for (const candidate of short) {
      const one = await runShort(this.#here, candidate, this.#node.id).catch(
        trouble(this.#publish, `step ${candidate.number} of job ${candidate.jobId}`),
      )
      ran ||= one === true
    }
    return ran
  }

  #called(call: string): void {
    const [what, id] = call.split(':')
    if (what === 'admit' && !this.#stopping) this.#admission.wake()
    if (what === 'placed' && Number(id) === this.#node.id) this.#fetching.wake()
    if (what === 'abort') this.#attempts.abort(Number(id))
    if (what === 'stop') this.#attempts.stop(Number(id))
  }

  /** What a call may have been missed about is found out here, a second later at most. */
  #beat(nodeId: number, beat: Beat): void {
    this.#attempts.hear(beat)
    if (!this.#stopping) this.#attempts.pickUp(nodeId, beat)
    this.#fetching.wake()
    if (!this.#stopping) this.#admission.wake()
    void this.#attempts.claim(nodeId).catch(trouble(this.#publish, 'claims'))
  }

  async #lookAfter(): Promise<void> {
    const isAny = await lookAfter(this.#database, this.#carrier, this.#publish, this.#node.observer())
    const isMore = (await this.#node.elected()) && (await this.#upkeep.round())
    if ((isAny || isMore) && !this.#stopping) this.#admission.wake()
  }
}

/** Two besides the session of the node (design.md §3.14). */
const MOST_CONNECTIONS = 2
/** Longer than any statement of an agent takes, also behind a lock. A line that is cut while the other end is silent is found by this. */
const ANSWER_WITHIN_MS = 30_000
const FETCH_AT_ONCE = 20
const LOOK_AFTER_MS = 1_000
