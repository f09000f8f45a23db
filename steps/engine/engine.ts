/** The engine as the server uses it: creates, plans and duplicates jobs. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { siteId } from '../../schema/ids.ts'
import { findType, readDefinitions, readTypes } from '../../schema/queries/definitions/definitions.ts'
import { createJob } from '../../schema/queries/jobs/create-job.ts'
import { readSource } from '../../schema/queries/jobs/read-source.ts'
import type { Database } from '../../schema/sql/database.ts'
import { type Priority, priorityOf } from '../../schema/states.ts'
import { KnownRules } from './admission/known-rules.ts'
import { changeRules, type RulesChange } from './admission/queue-rules.ts'
import { Control } from './control.ts'
import { definedType } from './declare/definition.ts'
import { type JobType, stepsOf } from './declare/job-type.ts'
import { checkParameters } from './declare/parameter.ts'
import { RESERVED_KEYS } from './declare/reserved-keys.ts'
import type { Metadata, Prepared, Step } from './declare/step.ts'
import { type UnknownKey, unknownKeys, unknownKeyTexts } from './declare/unknown-keys.ts'
import type { Publish } from './runtime/events.ts'
import type { Wake } from './runtime/wake.ts'
import { type ReusedResults, reusedResults } from './submit/instantiate.ts'
import { newJob, priorityOfNew } from './submit/new-job.ts'
import { type PlannedStep, planJob } from './submit/plan.ts'
import { prepare } from './submit/prepare.ts'
import type { Duplicate, NotStarted, StartAnswer, StartRequest } from './submit/start-request.ts'

/** `Control` changes existing jobs. The step agent (`agent.ts`) runs their steps, in its own process. */
export class Engine<Tools = unknown> extends Control {
  readonly #jobTypes: ReadonlyMap<string, JobType<Tools>>
  readonly #steps: ReadonlyMap<string, Step<Tools>>
  readonly #tools: Tools
  readonly #wake: Wake
  readonly #publish: Publish
  readonly #rules = new KnownRules()

  constructor(
    database: Database,
    jobTypes: readonly JobType<Tools>[],
    tools: Tools,
    wake: Wake,
    publish: Publish,
  ) {
    super(database, wake, publish)
    this.#jobTypes = new Map(jobTypes.map((type) => [type.name, type]))
    this.#steps = stepsOf(jobTypes)
    this.#tools = tools
    this.#wake = wake
    this.#publish = publish
  }

  /** The built-in ones. */
  get jobTypes(): readonly JobType<Tools>[] {
    return [...this.#jobTypes.values()]
  }

  /** The built-in steps, by name: those that a definition can refer to. */
  get steps(): ReadonlyMap<string, Step<Tools>> {
    return this.#steps
  }

  /** The built-in types and those that are defined over the API, except those without valid definitions. */
  async allTypes(em: EntityManager): Promise<readonly JobType<Tools>[]> {
    const [types, stored] = [await readTypes(em), await readDefinitions(em)]
    const byType = Map.groupBy(stored, ({ jobType }) => jobType)
    const defined = types.map(({ name }) => definedType(name, byType.get(name) ?? [], this.#steps))
    return [...this.jobTypes, ...defined.flatMap((type) => ('flaw' in type ? [] : [type]))]
  }

  /** The names of all types, those without valid definitions included. */
  async namesOfTypes(em: EntityManager): Promise<readonly string[]> {
    return [...this.#jobTypes.keys(), ...(await readTypes(em)).map(({ name }) => name)]
  }

  /** A built-in or defined type; `flaw`: why jobs of the type cannot start yet. */
  async typeNamed(
    em: EntityManager,
    name: string,
  ): Promise<JobType<Tools> | { readonly flaw: string } | undefined> {
    const builtIn = this.#jobTypes.get(name)
    if (builtIn) return builtIn
    if (!(await findType(em, name))) return undefined
    return definedType(name, await readDefinitions(em, [name]), this.#steps)
  }

  /** Creates a job, or says why not. */
  async start(em: EntityManager, request: StartRequest, reused?: ReusedResults): Promise<StartAnswer> {
    const accepted = await this.#accepted(em, request)
    if ('refused' in accepted) return accepted
    const { type, metadata, tools } = accepted
    const rules = await this.#rules.read(em)
    const priority = priorityOfNew(request, rules)
    const { user, held, once } = request
    const state = held ? 'HOLD' : 'READY'
    const job = newJob(type, { ...request, metadata, priority }, rules, tools, reused)
    const wakeUp = this.#wake.along('admit')
    const created = await createJob(em, job, wakeUp && [wakeUp])
    if (!created) return { refused: 'made-before', key: once?.key ?? '' }
    const { id, started } = created
    this.#publish({ type: 'job-created', job: id, jobType: type.name, user })
    if (!wakeUp) this.#wake.call('admit')
    return { job: { ...request, metadata, id, priority, started, state } }
  }

  /** The job that a request would create, or why it would be refused. Creates nothing. */
  async plan(
    em: EntityManager,
    request: StartRequest,
    signal: AbortSignal,
  ): Promise<{ readonly steps: readonly PlannedStep[]; readonly priority: Priority } | NotStarted> {
    const accepted = await this.#accepted(em, request, false)
    if ('refused' in accepted) return accepted
    const { type, metadata, tools } = accepted
    const rules = await this.#rules.read(em)
    const priority = priorityOfNew(request, rules)
    const planned = newJob(type, { ...request, metadata, priority }, rules, tools)
    return { priority, steps: await planJob(em, type, planned, tools, signal) }
  }

  /** Why a request would be refused; undefined if it would be accepted. Creates nothing. */
  async refuses(em: EntityManager, request: StartRequest): Promise<NotStarted | undefined> {
    const accepted = await this.#accepted(em, request, false)
    return 'refused' in accepted ? accepted : undefined
  }

  async #accepted(
    em: EntityManager,
    { type: name, metadata: given }: StartRequest,
    keeps = true,
  ): Promise<(Prepared<Tools> & { readonly type: JobType<Tools> }) | NotStarted> {
    const type = await this.typeNamed(em, name)
    if (!type) return { refused: 'unknown-type', type: name, known: await this.namesOfTypes(em) }
    if ('flaw' in type)
      return { refused: 'invalid', key: 'type', explanation: `${name}: ${type.flaw}`, value: name }
    const { parameters, check } = type
    const wrong = checkParameters([...RESERVED_KEYS, ...parameters], given)
    if (wrong) return wrong
    const prepared = await prepare(type, { em, metadata: given, tools: this.#tools, keeps })
    if ('refused' in prepared) return prepared
    return (await check?.(prepared.metadata, prepared.tools)) ?? { ...prepared, type }
  }

  /** Sentences about metadata keys that a job type does not know; none if the type does not exist. */
  unknownKeyTexts(type: string, metadata: Metadata): readonly string[] {
    const known = this.#jobTypes.get(type)
    return known ? unknownKeyTexts(known.parameters, metadata) : []
  }

  /** The first metadata key that a job type does not know. */
  unknownKey(type: string, metadata: Metadata): UnknownKey | undefined {
    const known = this.#jobTypes.get(type)
    return known && unknownKeys(known.parameters, metadata).keys[0]
  }

  /** Creates a job like another one. `fromStep` in the answer says why the job cannot start at that step. */
  async duplicate(
    em: EntityManager,
    jobId: number,
    wanted: Duplicate,
  ): Promise<StartAnswer | { readonly fromStep: string }> {
    const source = await readSource(em, jobId)
    if (!source) return { refused: 'not-found', type: 'Job', id: siteId(jobId) }
    const type = await this.typeNamed(em, source.type)
    const priority = wanted.priority ?? priorityOf(source.priority)
    wanted.allow(priority)
    const reused =
      type && !('flaw' in type) && wanted.fromStep !== undefined
        ? reusedResults(type, source, wanted.fromStep)
        : undefined
    if (reused && 'refused' in reused) return { fromStep: reused.refused }
    const { user, once } = wanted
    const { metadata, notificationData, notification, limits } = source
    const request = {
      type: source.type,
      user,
      priority,
      held: false,
      metadata,
      notificationData,
      notification: notification ?? undefined,
      limits,
      once,
    }
    return this.start(em, request, reused)
  }

  /** Changes the queue rules. Admission applies them at once, other servers to new jobs within a second. */
  async changeRules(em: EntityManager, change: RulesChange): Promise<void> {
    try {
      await changeRules(em, change)
    } finally {
      this.#rules.forget()
    }
    this.#wake.call('admit')
  }
}
