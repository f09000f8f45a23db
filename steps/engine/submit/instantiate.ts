import { keyOf } from '../../../schema/need.ts'
import type { NewJob } from '../../../schema/queries/jobs/create-job.ts'
import type { SourceJob } from '../../../schema/queries/jobs/read-source.ts'
import type { JobType, Limits, Stage } from '../declare/job-type.ts'
import { type Category, DEFAULT_TRIES, type Metadata, type Step } from '../declare/step.ts'

type NewStep = NewJob['steps'][number]

/** Results that a new job takes over instead of running the steps, by step number. */
export type ReusedResults = ReadonlyMap<number, unknown>

/** What makes the steps of one job differ from those of another of its type. */
export interface JobContext<Tools> {
  readonly metadata: Metadata
  readonly tools: Tools
  readonly held: boolean
  readonly groups: readonly string[]
  readonly limits: Limits
  readonly taken?: ReusedResults | undefined
}

/** The steps of a new job: those that wait for nothing are ready, those that are taken over are finished. */
export function instantiate<Tools>(
  { name: type, stages }: JobType<Tools>,
  { metadata, tools, held, groups, limits, taken = new Map() }: JobContext<Tools>,
): readonly NewStep[] {
  const { maxRetries, backoffS: backoff = null } = limits
  return stages.map((stage) => {
    const { number, step, after = [], alongside = [], critical = true, cleanup = false } = stage
    const { name, description, runsAs } = step
    const needs = { type, groups, ...needsOf(stage, metadata, tools), ...(cleanup && { cleanup }) }
    const tries = maxRetries === undefined ? (step.tries ?? DEFAULT_TRIES) : maxRetries + 1
    const graph = { number, runsAs, after, alongside, critical, cleanup }
    const shared = { ...graph, name, description, need: keyOf(needs), tries, backoff }
    if (taken.has(number)) return { ...shared, state: 'FINISHED', result: taken.get(number) ?? null }
    const waits = held || cleanup || [...after, ...alongside].some((dependency) => !taken.has(dependency))
    return { ...shared, state: waits ? 'NONE' : 'READY', result: null }
  })
}

/** What a step takes of a node; a short one takes nothing. */
function needsOf<Tools>({ step, number }: Stage<Tools>, metadata: Metadata, tools: Tools) {
  return step.runsAs === 'STARTED'
    ? { category: SHORT }
    : { category: DEFAULT_CATEGORY, ...step.needs?.(metadata, tools, number) }
}

/** The kinds of slots that a step may take, whatever the job says; none for a short one. */
export function categoriesOf<Tools>({ runsAs, categories }: Step<Tools>): readonly Category[] {
  return runsAs === 'STARTED' ? [] : (categories ?? [DEFAULT_CATEGORY])
}

/** The category of steps that hold no slot. */
export const SHORT = 'short'
const DEFAULT_CATEGORY: Category = 'cpu'

/**
 * What a duplicate that begins at a step takes over: what finished in the source and neither depends on that step nor is
 * gone with the source. What then is needed and was not taken over runs again, too. Pure.
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
  const taken = source.steps.filter(({ number }) => !again.has(number))
  return new Map(taken.map(({ number, result }) => [number, result] as const))
}

/** Stages come in an order in which dependencies stand before what depends on them. */
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
