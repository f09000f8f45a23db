/** What follows from a change of a job: for its other steps, and for the job itself. */
import { isFinal, isRunning } from '../../../schema/states.ts'
import { eventAfterWait, PAUSED, pausedJob, waitsFor } from '../declare/problem.ts'
import { isLost, MOST_LOSSES } from './cause.ts'
import type { JobDraft } from './job-draft.ts'
import { jobState } from './job-state.ts'
import { noLongerReady, type Phase, phaseOf, readySteps } from './readiness.ts'
import type { StepDraft } from './step-draft.ts'

/**
 * Adds the consequences of what was requested: steps that fail, are withdrawn, run again, become ready or
 * wait, and last the state of the job.
 */
export function addConsequences(job: JobDraft): void {
  // Before its consequences, so that the history shows the request first.
  if (job.change.abort) job.changeJob('ABORTED_PENDING')
  // Early, because the failure of a critical step changes what the job does next.
  for (const step of lost(job)) if (isLost(step)) job.failStep(step, POISONOUS)
  if (job.change.stop) stopWaiting(job)
  const { held, paused, ...ending } = job.facts
  const before = phaseOf(job.steps, ending)
  if (before !== 'running') end(job, before)
  for (const { number } of lost(job)) job.changeStep({ number, event: 'run-again' })
  // A lost clean-up step that is ready again looks as if it had never started, which may end the phase of
  // cleaning up.
  const phase = phaseOf(job.steps, ending)
  if (phase === 'stopping') end(job, phase)
  if (phase === 'running' && job.change.releaseHold && job.job.held) retryFailed(job)
  if (phase === 'running' && job.change.resume) resume(job)
  for (const step of noLongerReady(job.steps, phase, held)) job.withdrawStep(step)
  for (const { number } of readySteps(job.steps, phase, held))
    job.changeStep({ number, event: 'dependencies-met' })
  if (phase === 'running' && paused) pause(job)
  job.changeJob(jobState(job.state, job.facts))
  if (isFinal(job.state) && job.steps.some(({ state }) => isRunning(state)))
    throw new Error(`job ${job.job.id} has ended with a running step`)
}

function lost({ steps }: JobDraft): readonly StepDraft[] {
  return steps.filter(({ state }) => state === 'DISAPPEARED')
}

/**
 * In a job that is ending, ready steps are withdrawn and waiting ones fail; clean-up steps go on until
 * clean-up is to stop, too.
 */
function end(job: JobDraft, phase: Phase): void {
  const { giveUpCleanup, giveUp, cause } = job.change
  for (const step of job.steps.filter(({ cleanup }) => !cleanup || phase === 'stopping')) {
    const { state, errorMessage } = step
    if (state === 'READY') job.withdrawStep(step)
    if (state === 'FAILED_RETRY' || state === 'WAITING' || state === 'DISAPPEARED')
      job.failStep(step, errorMessage ?? giveUpCleanup ?? giveUp?.reason ?? cause ?? 'the job is ending')
  }
}

/** A step that waits for a condition or its next attempt has nothing yet that a stop could keep. */
function stopWaiting(job: JobDraft): void {
  const user = job.change.stop?.user
  const waiting = job.steps.filter(
    ({ state, cleanup }) => !cleanup && (state === 'WAITING' || state === 'FAILED_RETRY'),
  )
  for (const step of waiting) job.failStep(step, `stopped${user ? ` by ${user}` : ''} while waiting`)
}

/** A failed step of a held job waits for a request; after the release no request comes. */
function retryFailed(job: JobDraft): void {
  const failed = job.steps.filter(({ state, cleanup }) => state === 'FAILED_RETRY' && !cleanup)
  for (const { number } of failed) job.changeStep({ number, event: 'retry-due' })
}

/** Wakes the steps that waited for nothing but the end of the pause. */
function resume(job: JobDraft): void {
  const free = job.steps.filter(
    ({ state, waitsFor: problems }) => state === 'WAITING' && problems.every(({ type }) => type === PAUSED),
  )
  for (const step of free) job.changeStep({ number: step.number, event: eventAfterWait(step) })
}

/**
 * No further step of a paused job starts, clean-up excepted. In a held job, failed steps wait for a request
 * anyway.
 */
function pause(job: JobDraft): void {
  const { id, paused } = job.job
  const condition = pausedJob(id, (job.change.pause ?? paused)?.user ?? null)
  const isNext = ({ state }: StepDraft) => state === 'READY' || (state === 'FAILED_RETRY' && !job.facts.held)
  for (const step of job.steps.filter((one) => isNext(one) && !one.cleanup))
    job.suspendStep(step, condition, waitsFor(condition))
}

/** A lost node is not the step's fault, but many in a row mean a step that kills its nodes. */
const POISONOUS = `its node died ${MOST_LOSSES} times in a row`
