/** The step agent: admits, runs what was placed on its node, and rescues what others have left. */
import type { Beat } from '../../../schema/queries/nodes/beat.ts'
import { type Delivery, fetchPlacements } from '../../../schema/queries/nodes/fetch-placements.ts'
import type { HostCapacity } from '../../../schema/queries/nodes/join-node.ts'
import { probe } from '../../../schema/queries/nodes/probe.ts'
import { connect, type Database } from '../../../schema/sql/database.ts'
import { isConnectionLost } from '../../../schema/sql/database-away.ts'
import { Admission } from '../admission/admission.ts'
import type { Admitted, LocalNode } from '../admission/admission-round.ts'
import type { AttemptContext } from '../attempt/attempt-context.ts'
import { Attempts, type ToRun } from '../attempt/attempts.ts'
import { ChangeBatch } from '../attempt/change-batch.ts'
import { Report } from '../attempt/report.ts'
import { aborted, clock, every } from '../runtime/clock.ts'
import { CoalescingLoop } from '../runtime/coalescing-loop.ts'
import { type Publish, trouble } from '../runtime/events.ts'
import { Wake, withWakeUps } from '../runtime/wake.ts'
import { publishChange } from '../transition/change-job.ts'
import { type AgentOptions, CONNECTIONS } from './agent-options.ts'
import { Draining } from './draining.ts'
import { FailedStarts } from './failed-starts.ts'
import { Maintenance } from './maintenance.ts'
import { MediaPrograms } from './media-programs.ts'
import { FarmNode } from './node.ts'
import { ProblemChecks } from './problem-checks.ts'
import { reclaimUnrecorded, rescue } from './rescue.ts'
import { stepsNamed } from './steps-named.ts'
import { waitForNode } from './wait-for-node.ts'

/** Runs until the signal is aborted; then stops its attempts, whose steps return to the queue, and leaves. */
export async function agent<Tools>(
  options: AgentOptions<Tools>,
  signal: AbortSignal,
  onReady: () => void,
): Promise<void> {
  const database = await connect(options.connection, CONNECTIONS)
  await using _closing = { [Symbol.asyncDispose]: () => database.close() }
  await new Agent(options, database).run(signal, onReady)
}

class Agent<Tools> {
  readonly #database: Database
  readonly #capacity: HostCapacity
  readonly #publish: Publish
  readonly #wake: Wake
  readonly #report: Report
  readonly #attempts: Attempts<Tools>
  readonly #admission: Admission
  readonly #failedStarts: FailedStarts
  readonly #admitting: CoalescingLoop
  readonly #fetching: CoalescingLoop
  readonly #node: FarmNode
  readonly #maintenance: Maintenance
  readonly #problemChecks: ProblemChecks<Tools>
  readonly #draining: Draining
  readonly #mediaPrograms: MediaPrograms
  readonly #programsEveryMs: number
  readonly #beside: AgentOptions<Tools>['beside']
  #stopping = false
  #poolAnsweredAt = clock.now()

  constructor(options: AgentOptions<Tools>, database: Database) {
    const { tools, firstBackoffMs } = options
    this.#database = database
    this.#capacity = options.capacity
    this.#wake = new Wake(database, trouble(options.publish, 'notify'))
    this.#publish = withWakeUps(options.publish, this.#wake)
    const publish = this.#publish
    this.#report = new Report(database, clock)
    const context: AttemptContext<Tools> = {
      ...{ database, clock, report: this.#report, tools, publish, wake: this.#wake, firstBackoffMs },
      steps: stepsNamed(options),
      parameters: new Map(options.jobTypes.map(({ name, parameters }) => [name, parameters])),
      changes: new ChangeBatch(database, publish, this.#report),
    }
    this.#attempts = new Attempts(context)
    this.#admission = new Admission(database)
    this.#failedStarts = new FailedStarts(database, publish, clock)
    this.#maintenance = new Maintenance(database, clock)
    this.#problemChecks = new ProblemChecks(database, options.problems, tools, publish)
    this.#draining = new Draining(database, publish)
    const { lookUp = async () => undefined, everyMs = NEVER_MS } = options.mediaPrograms ?? {}
    this.#mediaPrograms = new MediaPrograms(lookUp, database, publish)
    this.#programsEveryMs = everyMs
    this.#beside = options.beside
    this.#admitting = new CoalescingLoop(() => this.#admit(), trouble(publish, 'admission'))
    this.#fetching = new CoalescingLoop(() => this.#fetch(), trouble(publish, 'fetch'))
    options.onCalls?.((call) => this.#called(call))
    this.#node = new FarmNode({
      ...{ ...options, database, clock, publish },
      onCall: (call) => this.#called(call),
      onBeat: (id, beat) => this.#beat(id, beat),
      onFenced: () => this.#attempts.stopAll('placement lost'),
      mediaTrouble: () => this.#mediaPrograms.trouble,
      poolAnsweredAt: () => this.#poolAnsweredAt,
    })
  }

  async run(signal: AbortSignal, onReady: () => void): Promise<void> {
    const stop = new AbortController()
    const onPrograms = trouble(this.#publish, 'media programs')
    await this.#mediaPrograms.check(undefined).catch(onPrograms)
    const background = [
      this.#node.run(stop.signal),
      this.#report.run(stop.signal, this.#publish),
      every(PROBE_MS, stop.signal, trouble(this.#publish, 'connection pool'), () => this.#probe()),
      every(RESCUE_MS, stop.signal, trouble(this.#publish, 'rescue'), () => this.#rescue()),
      every(RESCUE_MS, stop.signal, trouble(this.#publish, 'problems'), () => this.#checkProblems()),
      every(DRAIN_CHECK_MS, stop.signal, trouble(this.#publish, 'schema'), () => this.#checkSchema()),
      this.#beside?.(() => this.#database.em.fork(), stop.signal) ?? Promise.resolve(),
      every(this.#programsEveryMs, stop.signal, onPrograms, () => this.#mediaPrograms.check(this.#node.id)),
    ]
    onReady()
    await aborted(signal)
    // It keeps beating while its attempts stop: until they have, no other node may run their steps.
    this.#stopping = true
    await this.#fetching.idle()
    await this.#admitting.idle()
    await this.#attempts.stopAll('node stopped')
    stop.abort()
    await Promise.all(background)
    await this.#admitting.idle()
    await this.#node.leave().catch(trouble(this.#publish, 'leaving'))
    await this.#wake.sent()
  }

  /** One round of admission, and the start of what it admitted. */
  async #admit(): Promise<boolean> {
    if (!this.#takesSteps) return false
    const admitted = await this.#admission.round(this.#localNode(), this.#failedStarts.excluded)
    if (!admitted) return false
    this.#start(admitted)
    await this.#failedStarts.add(admitted.failed)
    for (const step of admitted.unrunnable)
      await waitForNode(this.#database, this.#publish, step).catch(
        trouble(this.#publish, `job ${step.jobId}`),
      )
    return admitted.again
  }

  /** Attempts that have begun run even if the agent is about to stop: no other agent knows them. */
  #start({ placed, begun, changes }: Admitted): void {
    const local = this.#node.id
    for (const one of begun) {
      const { run, nodeId = 0 } = one.run
      void this.#run({ placement: run, jobId: one.job.id, nodeId, transactional: false, begun: one })
    }
    for (const { id: placement, ...placedStep } of placed) {
      const { nodeId } = placedStep
      if (nodeId !== local) this.#wake.call(`placed:${nodeId}`)
      else if (this.#takesSteps) void this.#run({ placement, ...placedStep })
    }
    for (const change of changes) publishChange(this.#publish, change)
  }

  async #fetch(): Promise<boolean> {
    const nodeId = this.#node.id
    if (nodeId === undefined || !this.#takesSteps) return false
    for (const delivery of await fetchPlacements(this.#database.em.fork(), nodeId))
      void this.#run({ ...delivery, nodeId })
    return false
  }

  /** Runs a placement to its recorded end, which may leave room and make steps ready. */
  async #run(placed: ToRun): Promise<void> {
    const { placement, jobId } = placed
    try {
      await this.#attempts.run(placed)
      this.#failedStarts.forget(jobId)
    } catch (error) {
      trouble(this.#publish, `attempt ${placement}`)(error)
      if (this.#attempts.hasBegun(placement)) await this.#reclaim(placed)
      else if (!isConnectionLost(error)) await this.#failedStarts.add(new Map([[jobId, error]]))
    }
    if (!this.#stopping) this.#admitting.wake()
  }

  /** Returns a step whose end could not be recorded. While that fails too, each heartbeat tries again. */
  async #reclaim({ placement, jobId }: Delivery): Promise<void> {
    await reclaimUnrecorded(this.#database, this.#publish, { placement, jobId }).catch(
      trouble(this.#publish, `job ${jobId}`),
    )
  }

  #localNode(): LocalNode | undefined {
    const nodeId = this.#node.id
    if (nodeId === undefined || !this.#takesSteps) return undefined
    const slots = Object.values(this.#capacity.slots).reduce((sum, count) => sum + count, 0)
    return { nodeId, room: Math.max(0, slots - this.#attempts.inSlots) }
  }

  #called(call: string): void {
    const [what, id] = call.split(':')
    if (what === 'admit' && !this.#stopping) this.#admitting.wake()
    if (what === 'placed' && Number(id) === this.#node.id) this.#fetching.wake()
    if (what === 'abort') this.#attempts.abort(Number(id))
    if (what === 'stop') this.#attempts.stop(Number(id))
  }

  /** A missed wake-up is made up for here, a second later at most. */
  #beat(nodeId: number, beat: Beat): void {
    this.#attempts.heed(beat)
    for (const delivery of this.#attempts.unrecorded(beat)) void this.#reclaim(delivery)
    if (this.#stopping) return
    const unfetched = this.#takesSteps ? beat.placements.filter(({ fetched }) => !fetched) : []
    const idle = this.#attempts.idle(beat).map((delivery) => ({ ...delivery, isIdle: true }))
    for (const delivery of [...unfetched, ...idle]) void this.#run({ ...delivery, nodeId })
    this.#admitting.wake()
  }

  /** Apart from rescue, a round of which can take minutes. */
  async #probe(): Promise<void> {
    await probe(this.#database.em.fork())
    this.#poolAnsweredAt = clock.now()
  }

  /** A stopping node finishes what runs, and so does one whose release is older than the schema. */
  get #takesSteps(): boolean {
    return !this.#stopping && !this.#draining.isOn
  }

  async #checkSchema(): Promise<void> {
    await this.#draining.check(this.#node.id, this.#attempts.running.length)
  }

  async #checkProblems(): Promise<void> {
    if (!this.#draining.isOn) await this.#problemChecks.round()
  }

  async #rescue(): Promise<void> {
    if (this.#draining.isOn) return
    const isAny = await rescue(this.#database, this.#publish, this.#node.observer())
    if (await this.#node.elected()) await this.#maintenance.round()
    if (isAny && !this.#stopping) this.#admitting.wake()
  }
}

const RESCUE_MS = 1_000
const PROBE_MS = 1_000
const DRAIN_CHECK_MS = 2_000
/** The longest delay of a timer. */
const NEVER_MS = 2 ** 31 - 1
