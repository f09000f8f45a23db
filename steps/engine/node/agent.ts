import type { Beat } from '../../../schema/queries/nodes/beat.ts'
import type { HostCapacity } from '../../../schema/queries/nodes/join-node.ts'
import { connect, type Database } from '../../../schema/sql/database.ts'
import type { LocalNode } from '../admission/admission-round.ts'
import { Admission } from '../admission/admit.ts'
import type { AttemptContext } from '../attempt/attempt-context.ts'
import { Attempts } from '../attempt/attempts.ts'
import { Carrier } from '../attempt/carry.ts'
import { ChangeBatch } from '../attempt/change-batch.ts'
import { Report } from '../attempt/report.ts'
import { stepsOf } from '../declare/job-type.ts'
import { aborted, clock, every } from '../runtime/clock.ts'
import { CoalescingLoop } from '../runtime/coalescing-loop.ts'
import { type Publish, trouble } from '../runtime/events.ts'
import { callingOut, Wake } from '../runtime/wake.ts'
import { type AgentOptions, CONNECTIONS } from './agent-options.ts'
import { Maintenance } from './maintenance.ts'
import { Node } from './node.ts'
import { ProblemChecks } from './problem-checks.ts'
import { rescue } from './rescue.ts'
import { startAdmitted } from './start-admitted.ts'

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
  const database = await connect(connection, CONNECTIONS)
  await using _closing = { [Symbol.asyncDispose]: () => database.close() }
  await using carrier = await Carrier.open(database, trouble(publish, 'carrier'))
  await new Agent(options, database, carrier).run(signal, onReady)
}

class Agent<Tools> {
  readonly #database: Database
  readonly #carrier: Carrier
  readonly #publish: Publish
  readonly #report: Report
  readonly #attempts: Attempts<Tools>
  readonly #fetching: CoalescingLoop
  readonly #admission: Admission
  readonly #node: Node
  readonly #upkeep: Maintenance
  readonly #looks: ProblemChecks<Tools>
  #stopping = false

  constructor(options: AgentOptions<Tools>, database: Database, carrier: Carrier) {
    const { tools, firstBackoffMs } = options
    const wake = new Wake(database, trouble(options.publish, 'notify'))
    const publish = callingOut(options.publish, wake)
    this.#database = database
    this.#carrier = carrier
    this.#publish = publish
    this.#report = new Report(database, clock)
    this.#upkeep = new Maintenance(database, carrier, publish, clock)
    this.#looks = new ProblemChecks(database, options.problems, tools, publish)
    const here: AttemptContext<Tools> = {
      ...{ database, carrier, clock, report: this.#report, tools, publish, firstBackoffMs },
      steps: stepsOf(options.jobTypes),
      changes: new ChangeBatch(database, publish, this.#report),
      onEnded: () => this.#stopping || this.#admission.wake(),
    }
    this.#attempts = new Attempts(here)
    this.#fetching = new CoalescingLoop(() => this.#fetch(), trouble(publish, 'fetch'))
    const node = () => ({ id: this.#node.id, isStopping: this.#stopping })
    const starting = { here, attempts: this.#attempts, wake, node }
    this.#admission = new Admission(
      database,
      carrier,
      (admitted) => startAdmitted(starting, admitted),
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

  #hereIs({ slots }: HostCapacity): LocalNode | undefined {
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
    const isAny = await rescue(this.#database, this.#carrier, this.#publish, this.#node.observer())
    const isMore = (await this.#node.elected()) && (await this.#upkeep.round())
    if ((isAny || isMore) && !this.#stopping) this.#admission.wake()
  }
}

const FETCH_AT_ONCE = 20
const LOOK_AFTER_MS = 1_000
