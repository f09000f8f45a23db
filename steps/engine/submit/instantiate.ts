/** Creates the steps of a new job from its job type. */
import { keyOf, NO_SLOT } from '../../../schema/need.ts'
import type { NewStep } from '../../../schema/queries/jobs/create-job.ts'
import type { SourceJob } from '../../../schema/queries/jobs/read-source.ts'
import type { JobType, Limits, Stage } from '../declare/job-type.ts'
import { type Category, DEFAULT_TRIES, type Metadata, type Step } from '../declare/step.ts'

/** Results that a new job reuses instead of running the steps, by step number. */
export type ReusedResults = ReadonlyMap<number, unknown>

/** What the steps of a job depend on, besides its type. */
export interface JobContext<Tools> {
  readonly metadata: Metadata
  readonly tools: Tools
  readonly held: boolean
  readonly groups: readonly string[]
  readonly limits: Limits
  readonly reused?: ReusedResults | undefined
}

/** The steps of a new job: FINISHED with a reused result, READY if they wait for nothing, otherwise NONE. */
export function instantiate<Tools>(
  { name: type, stages: declared }: JobType<Tools>,
  { metadata, tools, held, groups, limits, reused = new Map() }: JobContext<Tools>,
): readonly NewStep[] {
  const { maxRetries, backoffS: backoff = null } = limits
  const stages = applicable(declared, metadata, tools)
  return stages.map((stage) => {
    const { number, step, after = [], alongside = [], critical = true, cleanup = false } = stage
    const { name, description, runsAs } = step
    const needs = { type, groups, ...needsOf(stage, metadata, tools), ...(cleanup && { cleanup }) }
    const tries = maxRetries === undefined ? (step.tries ?? DEFAULT_TRIES) : maxRetries + 1
    const graph = { number, runsAs, after, alongside, critical, cleanup }
    const shared = { ...graph, name, description, need: keyOf(needs), tries, backoff }
    if (reused.has(number)) return { ...shared, state: 'FINISHED', result: reused.get(number) ?? null }
    const waits = held || cleanup || [...after, ...alongside].some((dependency) => !reused.has(dependency))
    return { ...shared, state: waits ? 'NONE' : 'READY', result: null }
  })
}

/** Without the steps that a job with this metadata does not have, and without dependencies on them. */
function applicable<Tools>(
  stages: readonly Stage<Tools>[],
  metadata: Metadata,
  tools: Tools,
): readonly Stage<Tools>[] {
  const absent = stages.filter(({ step }) => step.applies?.(metadata, tools) === false)
  if (absent.length === 0) return stages
  const left = new Set(absent.map(({ number }) => number))
  const others = (numbers: readonly number[] = []) => numbers.filter((number) => !left.has(number))
  return stages
    .filter((stage) => !absent.includes(stage))
    .map(({ after, alongside, ...stage }) => ({
      ...stage,
      ...(after && { after: others(after) }),
      ...(alongside && { alongside: others(alongside) }),
    }))
}

/** What a step requires of a node; a transactional step requires no slot. */
function needsOf<Tools>({ step, number }: Stage<Tools>, metadata: Metadata, tools: Tools) {
  return step.runsAs === 'STARTED'
    ? { category: NO_SLOT }
    : { category: DEFAULT_CATEGORY, ...step.needs?.(metadata, tools, number) }
}

/** All categories of slots that a step may take, whatever the job; none for a transactional step. */
export function categoriesOf<Tools>({ runsAs, categories }: Step<Tools>): readonly Category[] {
  return runsAs === 'STARTED' ? [] : (categories ?? [DEFAULT_CATEGORY])
}

const DEFAULT_CATEGORY: Category = 'cpu'

/**
 * The results that a duplicate starting at `fromStep` reuses: those of the steps that finished in the source,
 * do not depend on that step, and have results that outlive the source. All other steps run again. Pure.
 */
export function reusedResults<Tools>(
  { stages }: JobType<Tools>,
  source: SourceJob,
  fromStep: number,
): ReusedResults | { readonly refused: string } {
  if (!stages.some(({ number, cleanup }) => number === fromStep && !cleanup)) {
    return { refused: `expected a step of ${source.type}, got “${fromStep}”` }
  }
  const again = new Set<number>()
  for (const stage of stages) if (runsAgain(stage, source, fromStep, again)) again.add(stage.number)
  const reused = source.steps.filter(({ number }) => !again.has(number))
  return new Map(reused.map(({ number, result }) => [number, result] as const))
}

/** The stages are ordered: each comes after those it depends on. */
function runsAgain<Tools>(
  { number, step, after = [], alongside = [], cleanup = false, transient = false }: Stage<Tools>,
  source: SourceJob,
  fromStep: number,
  again: ReadonlySet<number>,
): boolean {
  if (number === fromStep || cleanup || transient) return true
  if ([...after, ...alongside].some((dependency) => again.has(dependency))) return true
  return !source.steps.some(
    (one) => one.number === number && one.name === step.name && one.state === 'FINISHED',
  )
}
