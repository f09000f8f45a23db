/** Combines the steps that a job type declares with the attempts of a job. Pure. */
import type { JobTypeDocument } from '../../../schema/documents/job-type.ts'
import type { StepState } from '../../../schema/states.ts'
import type { Job, Task, Wire } from '../api/wire.ts'
import { type Look, STEP_LOOK } from '../state/look.ts'
import type { Node } from './layout/edges.ts'

export type JobType = Wire<JobTypeDocument>

/** The state of a step. The last four are not states of the API, but derived from the rest of the job. */
export type StepStatus = StepState | 'TAKEN_OVER' | 'NOT_RUN' | 'ABORTED' | 'STOPPED'

export const STATUS_LOOK = {
  ...STEP_LOOK,
  TAKEN_OVER: { word: 'Reused', tone: 'good', icon: 'check', pulses: false },
  NOT_RUN: { word: 'Not run', tone: 'idle', icon: 'slash', pulses: false },
  ABORTED: { word: 'Aborted', tone: 'stopped', icon: 'slash', pulses: false },
  STOPPED: { word: 'Stopped', tone: 'stopped', icon: 'stop', pulses: false },
} as const satisfies Record<StepStatus, Look>

export interface Step extends Node {
  /** The name of its task; absent for a step that is no longer part of the job type. */
  readonly name?: string
  readonly description: string
  readonly critical: boolean
  readonly cleanup: boolean
  readonly category?: string
  /** Oldest first. */
  readonly attempts: readonly Task[]
  readonly status: StepStatus
}

type Declared = Omit<Step, 'attempts' | 'status'>

type Tried = Pick<Job, 'log' | 'finished' | 'failureCause' | 'failedStep'> & {
  readonly status?: Job['status']
}

/**
 * In the order of the job type. While `type` is undefined, the steps are those that have run, without
 * dependencies.
 */
export function stepsOf(job: Tried, type: JobType | undefined): readonly Step[] {
  const tasks = job.log?.task ?? []
  const declared = type?.step.map(declaredStep) ?? []
  const known = new Set(declared.map(({ number }) => number))
  const others = tasks.filter(({ step, attempts }) => !known.has(step) && attempts === 0).map(unknownStep)
  const all = [...declared, ...uniqueOf(others)]
  const implied = impliedBy(all, new Set(tasks.map(({ step }) => step)))
  const untried = (number: number): StepStatus =>
    implied.has(number) ? 'TAKEN_OVER' : job.finished === undefined ? 'NONE' : 'NOT_RUN'
  const steps = all.map((step) => {
    const attempts = tasks.filter((task) => task.step === step.number)
    return { ...step, attempts, status: statusOf(job, step, attempts.at(-1)) ?? untried(step.number) }
  })
  return steps.map((step) =>
    step.status === 'NONE' && isReady(step, steps) ? { ...step, status: 'READY' } : step,
  )
}

/**
 * The step that most needs attention: one that failed, else one that was aborted, else one running, else
 * one waiting, else the last that ran.
 */
export function stepToLookAt(steps: readonly Step[]): number | undefined {
  const tones = ['bad', 'stopped', 'running', 'waiting', 'warning'] as const
  const candidates = tones.flatMap(
    (tone) => steps.find(({ status }) => STATUS_LOOK[status].tone === tone) ?? [],
  )
  return (candidates[0] ?? steps.findLast(({ attempts }) => attempts.length > 0) ?? steps[0])?.number
}

function declaredStep(step: JobType['step'][number]): Declared {
  const { number, name, description, dependency, parallelDependency, critical, cleanup, category } = step
  return {
    ...{ number, name, description, critical, cleanup },
    ...{ after: dependency, alongside: parallelDependency },
    ...(category !== undefined && { category }),
  }
}

function unknownStep({ step, description = '' }: Task): Declared {
  return { number: step, description, after: [], alongside: [], critical: true, cleanup: false }
}

function uniqueOf(steps: readonly Declared[]): readonly Declared[] {
  return [...new Map(steps.map((step) => [step.number, step])).values()]
}

/**
 * Steps without attempts whose results were reused. A job that was run again from a step reuses the results
 * of the steps before it, so an attempt implies that the dependencies of its step have finished.
 */
function impliedBy(steps: readonly Declared[], tried: ReadonlySet<number>): ReadonlySet<number> {
  const implied = new Set<number>()
  for (const { number, after, alongside } of steps.toReversed()) {
    if (!tried.has(number) && !implied.has(number)) continue
    for (const before of [...after, ...alongside]) implied.add(before)
  }
  return implied
}

function isReady({ after, alongside, cleanup }: Step, steps: readonly Step[]): boolean {
  const status = new Map(steps.map((step) => [step.number, step.status]))
  const finished = (number: number) => ['FINISHED', 'TAKEN_OVER'].includes(status.get(number) ?? 'NONE')
  const signaled = (number: number) =>
    finished(number) || status.get(number)?.startsWith('STARTED_PARALLEL') === true
  return !cleanup && after.every(finished) && alongside.every(signaled)
}

/** A step that ended because of its job, rather than of itself, has not failed. */
function statusOf(job: Tried, step: Declared, last: Task | undefined): StepStatus | undefined {
  if (last?.status !== 'FAILED_FATAL' || !step.critical || step.cleanup) return last?.status
  if (job.failureCause === 'aborted' || job.status === 'ABORTED_PENDING') return 'ABORTED'
  return job.failureCause === undefined || job.failedStep === step.number ? last.status : 'STOPPED'
}

/** How often it was tried: a run after a wait, or after its node was gone, is not another try. */
export function triesOf({ attempts }: Pick<Step, 'attempts'>): number {
  return new Set(attempts.map((task) => task.attempts)).size
}

/** The description without its full stop, for use as a label. */
export function nameOf({ description, number }: Pick<Step, 'description' | 'number'>): string {
  return description === '' ? `Step ${number}` : description.replace(/\.$/, '')
}
