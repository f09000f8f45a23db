/** Declares job types: named graphs of steps. */
import { type Dependency, flawOf, type Resolved, resolved } from './graph.ts'
import type { Parameter } from './parameter.ts'
import type { Refusal } from './refusal.ts'
import type { Metadata, Step } from './step.ts'

/** One step of a job type's graph, as declared. */
export interface DeclaredStage<Tools> {
  readonly number: number
  readonly step: Step<Tools>
  /** Starts when these are FINISHED. Without dependencies it starts immediately. */
  readonly after?: readonly Dependency[]
  /** May start when these are at least STARTED_PARALLEL. */
  readonly alongside?: readonly Dependency[]
  /** False: its failure ends the job FINISHED_WARNING. Default true. */
  readonly critical?: boolean
  /** Runs only when the job fails or is aborted. */
  readonly cleanup?: boolean
  /** Its result does not outlive the job, so a duplicate that starts at a later step runs it again. */
  readonly transient?: boolean
}

/** The same with dependencies as step numbers. */
export type Stage<Tools> = Resolved<DeclaredStage<Tools>>

/** The limits of a job. Those of a type apply to jobs without limits of their own. */
export interface Limits {
  /** Maximum time in the queue before the first step starts, s. A job that exceeds it is FAILED_TOTAL. */
  readonly queueS?: number | undefined
  /** Maximum time from the first start, including waits, s. A job that exceeds it is FAILED_TOTAL. */
  readonly runS?: number | undefined
  /** Maximum number of retries of each step. */
  readonly maxRetries?: number | undefined
  /** Delay before the first retry, s. The delay doubles with each further retry. */
  readonly backoffS?: number | undefined
}

export interface JobType<Tools> {
  readonly name: string
  readonly description: string
  readonly stages: readonly Stage<Tools>[]
  /** The metadata keys that its jobs use. */
  readonly parameters: readonly Parameter[]
  readonly limits: Limits
  /** Its jobs may have any metadata keys: its scripts read what they like. */
  readonly isOpen?: true
  /** Further checks of the metadata before the job is accepted. */
  readonly check?: (metadata: Metadata, tools: Tools) => Promise<Refusal | undefined>
}

/** Declares a job type. Throws if its graph is invalid, so that the error occurs at start-up. */
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

/** The steps of job types, by name. Throws if two steps have the same name. */
export function stepsOf<Tools>(jobTypes: readonly JobType<Tools>[]): ReadonlyMap<string, Step<Tools>> {
  const byName = new Map<string, Step<Tools>>()
  for (const { step } of jobTypes.flatMap(({ stages }) => stages)) {
    if ((byName.get(step.name) ?? step) !== step) throw new Error(`two steps are named ${step.name}`)
    byName.set(step.name, step)
  }
  return byName
}
