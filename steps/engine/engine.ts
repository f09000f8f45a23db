import type { EntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../../schema/database.ts'
import { siteId } from '../../schema/ids.ts'
import { changePriority } from '../../schema/queries/change-priority.ts'
import { createJob } from '../../schema/queries/create-job.ts'
import { readSource } from '../../schema/queries/read-source.ts'
import { type Priority, priorityOf, rankOf } from '../../schema/states.ts'
import type { Publish } from './events.ts'
import { instantiate, type Taken, takenFrom } from './instantiate.ts'
import type { JobType } from './job-type.ts'
import { type Decide, moveAndTell } from './move.ts'
import { checkParameters } from './parameter.ts'
import { type PlannedStep, planJob } from './plan.ts'
import { RESERVED_KEYS } from './reserved-keys.ts'
import { type NotRun, runStep } from './run-step.ts'
import type { Duplicate, NotStarted, StartAnswer, StartRequest } from './start.ts'
import type { Wake } from './wake.ts'

/** What the server asks of the engine. Carrying the steps out is the step agent's (`agent.ts`). */
export class Engine<Tools = unknown> {
  readonly #database: Database
  readonly #jobTypes: ReadonlyMap<string, JobType<Tools>>
  readonly #tools: Tools
  readonly #wake: Wake
  readonly #publish: Publish

  constructor(
    database: Database,
    jobTypes: readonly JobType<Tools>[],
    tools: Tools,
    wake: Wake,
    publish: Publish,
  ) {
    this.#database = database
    this.#jobTypes = new Map(jobTypes.map((type) => [type.name, type]))
    this.#tools = tools
    this.#wake = wake
    this.#publish = publish
  }

  get jobTypes(): readonly JobType<Tools>[] {
    return [...this.#jobTypes.values()]
  }

  /** Accepts a job, or says what is wrong with it. */
  async start(em: EntityManager, request: StartRequest, taken?: Taken): Promise<StartAnswer> {
    const type = await this.#accepted(request)
    if ('refused' in type) return type
    const { user, held, metadata, notificationData, once } = request
    const state = held ? 'HOLD' : 'READY'
    const steps = instantiate(type, held, taken)
    const kept = { type: type.name, user, held, metadata, notificationData, once, state, steps } as const
    const created = await createJob(em, { ...kept, priority: rankOf(request.priority) })
    if (!created) return { refused: 'made-before', key: once?.key ?? '' }
    const { id, started } = created
    this.#publish({ type: 'job-created', job: id, jobType: type.name, user })
    this.#wake.call('admit')
    return { job: { ...request, id, started, state } }
  }

  /** What would come of a request; or what is wrong with it. Nothing is made of it. */
  async plan(
    em: EntityManager,
    request: StartRequest,
    signal: AbortSignal,
  ): Promise<{ readonly steps: readonly PlannedStep[] } | NotStarted> {
    const type = await this.#accepted(request)
    return 'refused' in type ? type : { steps: await planJob(em, type, request, this.#tools, signal) }
  }

  async #accepted({ type: name, metadata }: StartRequest): Promise<JobType<Tools> | NotStarted> {
    const type = this.#jobTypes.get(name)
    if (!type) return { refused: 'unknown-type', type: name }
    const { parameters, check } = type
    const wrong = checkParameters([...RESERVED_KEYS, ...parameters], metadata)
    return wrong ?? (await check?.(metadata, this.#tools)) ?? type
  }

  /** Starts a job like another one; `fromStep` says what is wrong with the step to begin at. */
  async duplicate(
    em: EntityManager,
    jobId: number,
    wanted: Duplicate,
  ): Promise<StartAnswer | { readonly fromStep: string }> {
    const source = await readSource(em, jobId)
    if (!source) return { refused: 'not-found', type: 'Job', id: siteId(jobId) }
    const type = this.#jobTypes.get(source.type)
    const priority = wanted.priority ?? priorityOf(source.priority)
    wanted.allow(priority)
    const taken = type && wanted.fromStep !== undefined ? takenFrom(type, source, wanted.fromStep) : undefined
    if (taken && 'refused' in taken) return { fromStep: taken.refused }
    const { user, once } = wanted
    const { metadata } = source
    return this.start(em, { type: source.type, user, priority, held: false, metadata, once }, taken)
  }

  /**
   * Asks for a job to be aborted: ABORTED_PENDING, or ABORTED at once where nothing has to be stopped or cleaned up. Of a job
   * that is final, unknown, or being aborted already, nothing changes: false.
   */
  async abort(
    jobId: number,
    abort: { readonly user: string; readonly reason: string | null; readonly cleanup: boolean },
  ): Promise<boolean> {
    const { user, reason } = abort
    const changed = await this.#move(jobId, (job) =>
      job.abort ? undefined : { abort, user, cause: reason ?? `aborted by ${user}` },
    )
    if (changed) this.#wake.call(`abort:${jobId}`)
    return changed
  }

  /** Changes the priority of a job, queued, running or final; false for an unknown one. */
  async changePriority(em: EntityManager, jobId: number, priority: Priority, user: string): Promise<boolean> {
    const known = await changePriority(em, jobId, priority, user)
    this.#wake.call('admit')
    return known
  }

  /** Lets a job in HOLD go on by itself. Of any other job nothing changes. */
  async release(jobId: number, user: string): Promise<void> {
    await this.#move(jobId, (job) => (job.held ? { release: true, user } : undefined))
  }

  /** Lets one step of a job in HOLD run; or says why it cannot. */
  async runStep(jobId: number, number: number, user: string): Promise<NotRun | undefined> {
    let refused: NotRun | undefined = { reason: 'the job is over' }
    await this.#move(jobId, (job) => {
      const answer = runStep(job, number)
      refused = 'event' in answer ? undefined : answer
      return 'event' in answer ? { moves: [answer], user } : undefined
    })
    return refused
  }

  async #move(jobId: number, decide: Decide): Promise<boolean> {
    const written = await moveAndTell(this.#database, this.#publish, jobId, decide)
    if (written) this.#wake.call('admit')
    return written !== undefined
  }
}
