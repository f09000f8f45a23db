import { type Dependency, flawOf, type Resolved, resolved } from './graph.ts'
import type { Invalid, Parameter } from './parameter.ts'
import type { Metadata, Step } from './step.ts'

/** One node of a job type's graph, as it is declared. */
export interface DeclaredStage<Tools> {
  readonly number: number
  readonly step: Step<Tools>
  /** Starts when these are FINISHED. Without any it starts at once. */
  readonly after?: readonly Dependency[]
  /** May start when these are at least STARTED_PARALLEL. */
  readonly alongside?: readonly Dependency[]
  /** False: its failure ends the job FINISHED_WARNING. Default true. */
  readonly critical?: boolean
  /** Runs only when the job fails or is aborted. */
  readonly cleanup?: boolean
  /** Its result does not outlive the job, so a duplicate that begins later runs it again. */
  readonly transient?: boolean
}

/** The same with every dependency by number. */
export type Stage<Tools> = Resolved<DeclaredStage<Tools>>

/** Why a job cannot be accepted: a wrong metadata value, or a name that stands for nothing. */
export type Refusal = Invalid | { readonly refused: 'not-found'; readonly type: string; readonly id: string }

/** What bounds a job; of a type, the values for jobs that ask for none. */
export interface Limits {
  /** How long it may queue before its first step starts, s. Past it the job is FAILED_TOTAL. */
  readonly queueS?: number | undefined
  /** How long it may take from its first start, waiting included, s. Past it the job is FAILED_TOTAL. */
  readonly runS?: number | undefined
  /** How often a step is tried again. */
  readonly maxRetries?: number | undefined
  /** Wait before the first retry, s; each further one waits twice as long. */
  readonly backoffS?: number | undefined
}

export interface JobType<Tools> {
  readonly name: string
  readonly description: string
  readonly stages: readonly Stage<Tools>[]
  /** The metadata keys that mean something to its jobs. */
  readonly parameters: readonly Parameter[]
  readonly limits: Limits
  /** What else can be said of the metadata before the job is accepted. */
  readonly check?: (metadata: Metadata, tools: Tools) => Promise<Refusal | undefined>
}

/** Declares a job type. Throws when the graph is not one, with the reason: that is an error at start, not at run. */
export function jobType<Tools>(
  name: string,
  description: string,
  declared: readonly DeclaredStage<Tools>[],
  asked: Partial<Pick<JobType<Tools>, 'parameters' | 'check' | 'limits'>> = {},
): JobType<Tools> {
  const flaw = flawOf(declared)
  if (flaw !== undefined) throw new Error(`job type ${name}: ${flaw}`)
  const stages = resolved(declared)
  return { name, description, stages, parameters: [], limits: {}, ...asked }
}

/** The steps of job types, by name. */
export function stepsOf<Tools>(jobTypes: readonly JobType<Tools>[]): ReadonlyMap<string, Step<Tools>> {
  return new Map(jobTypes.flatMap(({ stages }) => stages.map(({ step }) => [step.name, step] as const)))
}
