import { isFinal, isRunning } from '../../../schema/states.ts'
import { eventAfterWait, PAUSED, pausedJob, waitsFor } from '../declare/problem.ts'
import type { JobDraft } from './job-draft.ts'
import { jobState } from './job-state.ts'
import { noLongerReady, type Phase, phaseOf, readySteps } from './readiness.ts'
import type { StepDraft } from './step-draft.ts'

/**
 * Adds to what was asked of a job what follows from it: steps that are given up, withdrawn, run again, released or kept waiting,
 * and last the job's own state.
 */
export function addConsequences(job: JobDraft): void {
  // Before what comes of it.
  if (job.change.abort) job.moveJob('ABORTED_PENDING')
  // Early, because a critical step that is given up changes what the job does next.
  for (const step of gone(job)) if (step.losses >= MOST_LOSSES) job.giveUp(step, POISONOUS)
  if (job.change.stop) stopWaiting(job)
  const { held, paused, ...ending } = job.situation
  const before = phaseOf(job.steps, ending)
  if (before !== 'running') end(job, before)
  for (const { number } of gone(job)) job.move({ number, event: 'run-again' })
  // Clean-up that is ready again looks as if it had never begun: of a job that is aborted without, nothing is left to do then.
  const phase = phaseOf(job.steps, ending)
  if (phase === 'stopping') end(job, phase)
  if (phase === 'running' && job.change.release && job.job.held) tryAgain(job)
  if (phase === 'running' && job.change.resume) goOn(job)
  for (const step of noLongerReady(job.steps, phase, held)) job.withdraw(step)
  for (const { number } of readySteps(job.steps, phase, held)) job.move({ number, event: 'dependencies-met' })
  if (phase === 'running' && paused) pause(job)
  job.moveJob(jobState(job.state, job.situation))
  if (isFinal(job.state) && job.steps.some(({ state }) => isRunning(state)))
    throw new Error(`job ${job.job.id} has ended with a step that runs`)
}

function gone({ steps }: JobDraft): readonly StepDraft[] {
  return steps.filter(({ state }) => state === 'DISAPPEARED')
}

/** Ready steps of a job that is ending have had their chance; what waits for another try gets none. Clean-up goes on, unless it is to stop, too. */
function end(job: JobDraft, phase: Phase): void {
  const { giveUpCleanup, giveUp, cause } = job.change
  for (const step of job.steps.filter(({ cleanup }) => !cleanup || phase === 'stopping')) {
    const { state, errorMessage } = step
    if (state === 'READY') job.withdraw(step)
    if (state === 'FAILED_RETRY' || state === 'WAITING' || state === 'DISAPPEARED')
      job.giveUp(step, errorMessage ?? giveUpCleanup ?? giveUp ?? cause ?? 'the job is ending')
  }
}

/** What waits, for a condition or another try, has nothing yet that it could stop with. */
function stopWaiting(job: JobDraft): void {
  const user = job.change.stop?.user
  const waiting = job.steps.filter(
    ({ state, cleanup }) => !cleanup && (state === 'WAITING' || state === 'FAILED_RETRY'),
  )
  for (const step of waiting) job.giveUp(step, `stopped${user ? ` by ${user}` : ''} while it waited`)
}

/** Under HOLD a failed step waits to be asked for; of a job that is let go nobody asks. */
function tryAgain(job: JobDraft): void {
  const failed = job.steps.filter(({ state, cleanup }) => state === 'FAILED_RETRY' && !cleanup)
  for (const { number } of failed) job.move({ number, event: 'retry-due' })
}

/** Steps that waited for nothing but to be resumed. */
function goOn(job: JobDraft): void {
  const free = job.steps.filter(
    ({ state, waitsFor: problems }) => state === 'WAITING' && problems.every(({ type }) => type === PAUSED),
  )
  for (const step of free) job.move({ number: step.number, event: eventAfterWait(step) })
}

/** Of a paused job nothing more starts, clean-up excepted. Under HOLD what failed waits to be asked for anyway. */
function pause(job: JobDraft): void {
  const { id, paused } = job.job
  const condition = pausedJob(id, (job.change.pause ?? paused)?.user ?? null)
  const isNext = ({ state }: StepDraft) =>
    state === 'READY' || (state === 'FAILED_RETRY' && !job.situation.held)
  for (const step of job.steps.filter((one) => isNext(one) && !one.cleanup))
    job.wait(step, condition, waitsFor(condition))
}

/** A lost worker is not the step's fault, but five in a row mean a step that kills its workers (design.md §3.4). */
const MOST_LOSSES = 5
const POISONOUS = `its worker died ${MOST_LOSSES} times in a row`
