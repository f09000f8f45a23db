/** Which steps of a job can be run by themselves, and from which it makes sense to run it again. Pure. */
import type { Job } from '../api/wire.ts'
import { type JobType, type Step, stepsOf } from '../graph/steps-of.ts'

type Tried = Pick<Job, 'log' | 'finished'>

/** The steps of a held job that can run now: those whose dependencies are met, and those to be retried. */
export function runnableSteps(job: Tried, type: JobType): readonly Step[] {
  return stepsOf(job, type).filter(
    ({ status, attempts }) => (status === 'READY' && attempts.length === 0) || status === 'FAILED_RETRY',
  )
}

export interface StartingPoint {
  readonly step: Step
  /** The numbers of the finished steps whose results are reused; at least one. */
  readonly reused: readonly number[]
}

/**
 * The steps from which a job can be run again, each with what is then reused. Steps that reuse nothing, or
 * the same as an earlier one, are left out: running from there does the same.
 */
export function startingPoints(job: Tried, type: JobType): readonly StartingPoint[] {
  const steps = stepsOf(job, type)
  const points: StartingPoint[] = []
  for (const step of steps) {
    if (step.cleanup) continue
    const reused = reusedFrom(step.number, steps, type)
    const isSame = points.some((earlier) => earlier.reused.join() === reused.join())
    if (reused.length > 0 && !isSame) points.push({ step, reused })
  }
  return points
}

/** The point that a failed job is most likely to be run again from; undefined: the beginning. */
export function likelyPoint(job: Tried & Pick<Job, 'status'>, points: readonly StartingPoint[]) {
  if (job.status !== 'FAILED_TOTAL') return undefined
  const failed = job.log?.task.find(({ status }) => status === 'FAILED_FATAL')?.step
  return points.findLast(({ step: { number } }) => failed !== undefined && number <= failed)?.step.number
}

/** As the server decides: finished steps that do not depend on the first one, with results that last. */
function reusedFrom(first: number, steps: readonly Step[], type: JobType): readonly number[] {
  const transient = new Set(type.step.filter((one) => one.transient).map(({ number }) => number))
  const again = new Set<number>()
  for (const { number, after, alongside, cleanup, status } of steps) {
    const isDone = status === 'FINISHED' || status === 'TAKEN_OVER'
    const follows = [...after, ...alongside].some((before) => again.has(before))
    if (number === first || cleanup || transient.has(number) || follows || !isDone) again.add(number)
  }
  return steps.map(({ number }) => number).filter((number) => !again.has(number))
}
