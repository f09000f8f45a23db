import type { NewJob } from '../../schema/queries/create-job.ts'
import type { SourceJob } from '../../schema/queries/read-source.ts'
import type { JobType, Stage } from './job-type.ts'
import { DEFAULT_TRIES, type Step } from './step.ts'

type NewStep = NewJob['steps'][number]

/** Results that a new job takes over instead of running the steps, by step number. */
export type Taken = ReadonlyMap<number, unknown>

/** The steps of a new job: those that wait for nothing are ready, those that are taken over are finished. Pure. */
export function instantiate<Tools>(
  { stages }: JobType<Tools>,
  held: boolean,
  taken: Taken = new Map(),
): readonly NewStep[] {
  return stages.map((stage) => {
    const { number, step, after = [], alongside = [], critical = true, cleanup = false } = stage
    const { name, description, runsAs, tries = DEFAULT_TRIES } = step
    const need = needOf(step) ?? SHORT
    const shared = { number, name, description, need, runsAs, after, alongside, critical, cleanup, tries }
    if (taken.has(number)) return { ...shared, state: 'FINISHED', result: taken.get(number) ?? null }
    const waits = held || cleanup || [...after, ...alongside].some((dependency) => !taken.has(dependency))
    return { ...shared, state: waits ? 'NONE' : 'READY', result: null }
  })
}

/** The kind of slot that a step takes; undefined for one that takes none. */
export function needOf<Tools>({ runsAs }: Step<Tools>): string | undefined {
  return runsAs === 'STARTED' ? undefined : 'cpu'
}

/** The need of steps that hold no slot. */
const SHORT = 'short'

/**
 * What a duplicate that begins at a step takes over: what finished in the source and neither depends on that step nor is
 * gone with the source. What then is needed and was not taken over runs again, too. Pure.
 */
export function takenFrom<Tools>(
  { stages }: JobType<Tools>,
  source: SourceJob,
  fromStep: number,
): Taken | { readonly refused: string } {
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
