import { LARGEST_INTEGER } from '../../schema/ids.ts'
import type { Invalid, Parameter } from './parameter.ts'
import type { Metadata, Step } from './step.ts'

/** One node of a job type's graph. */
export interface Stage<Tools> {
  readonly number: number
  readonly step: Step<Tools>
  /** Starts when these are FINISHED. Without any it starts at once. */
  readonly after?: readonly number[]
  /** May start when these are at least STARTED_PARALLEL. */
  readonly alongside?: readonly number[]
  /** False: its failure ends the job FINISHED_WARNING. Default true. */
  readonly critical?: boolean
  /** Runs only when the job fails or is aborted. */
  readonly cleanup?: boolean
  /** Its result does not outlive the job, so a duplicate that begins later runs it again. */
  readonly transient?: boolean
}

/** Why a job cannot be accepted: a wrong metadata value, or a name that stands for nothing. */
export type Refusal = Invalid | { readonly refused: 'not-found'; readonly type: string; readonly id: string }

export interface JobType<Tools> {
  readonly name: string
  readonly description: string
  readonly stages: readonly Stage<Tools>[]
  /** The metadata keys that mean something to its jobs. */
  readonly parameters: readonly Parameter[]
  /** What else can be said of the metadata before the job is accepted. */
  readonly check?: (metadata: Metadata, tools: Tools) => Promise<Refusal | undefined>
}

/** Declares a job type. Throws when the graph is not one: that is an error at start, not at run. */
export function jobType<Tools>(
  name: string,
  description: string,
  stages: readonly Stage<Tools>[],
  asked: Partial<Pick<JobType<Tools>, 'parameters' | 'check'>> = {},
): JobType<Tools> {
  const flaw = flawOf(stages)
  if (flaw !== undefined) throw new Error(`job type ${name}: ${flaw}`)
  return { name, description, stages, parameters: [], ...asked }
}

/** What is wrong with a graph, in words; undefined when nothing is. A stage names only earlier ones, so there is no cycle. */
export function flawOf<Tools>(stages: readonly Stage<Tools>[]): string | undefined {
  const seen = new Set<number>()
  for (const { number, after = [], alongside = [] } of stages) {
    if (!Number.isInteger(number) || number < 1 || number > LARGEST_INTEGER)
      return `${number} is no step number`
    if (seen.has(number)) return `step ${number} stands twice`
    const missing = [...after, ...alongside].find((dependency) => !seen.has(dependency))
    if (missing !== undefined) return `step ${number} depends on ${missing}, which is not listed before it`
    seen.add(number)
  }
  return stages.some((stage) => !stage.cleanup) ? undefined : 'it has no step'
}
