/** Clauses about a job: without a capital and without a full stop. All pure. */
import type { JobStatus, StepStatus } from '../../../schema/queries/jobs/job-status.ts'
import { isRunning } from '../../../schema/states.ts'

/** Why a job ended in its state. */
export function ended(job: JobStatus): string {
  const { state, aborted, stopped, cleanupGivenUp, steps } = job
  const optional = steps.find((step) => step.state === 'FAILED_FATAL' && !step.critical && !step.cleanup)
  const known = { ABORTED: aborted && abortedBy(aborted), FAILED_TOTAL: failureOf(job) }
  const why =
    state === 'FINISHED_WARNING' && optional
      ? `step ${optional.number}, which is not critical, failed${inBrackets(optional.errorMessage)}`
      : known[state as keyof typeof known]
  const causes = [
    ...(why ? [clause(why)] : []),
    ...(stopped ? [`stopped early${by(stopped.user)}`] : []),
    ...(cleanupGivenUp === null ? [] : [clause(cleanupGivenUp)]),
  ]
  return causes.length > 0 ? `the job is ${state}: ${causes.join('; ')}` : `the job is ${state}`
}

/** “step 100 failed: no such codec” */
function failureOf({ failure, failedStep }: JobStatus): string | null {
  if (failedStep === null) return failure
  return `step ${failedStep} failed${failure ? `: ${failure}` : ''}`
}

/** “step 100 runs on alpha; step 200 waits for …; the job was paused by ann; no further step starts” */
export function atWork(job: JobStatus, running: readonly StepStatus[]): string {
  const waits = waitsOf(job.steps.filter(({ state }) => state === 'WAITING'))
  return [
    ...(job.stopped ? [`stopped${by(job.stopped.user)}`] : []),
    ...running.map((step) => `${named(step)} ${job.stopped ? 'is ending early' : `runs${on(step)}`}`),
    ...(waits === '' ? [] : [waits]),
    ...(job.paused ? [`the job was paused${by(job.paused.user)}; no further step starts`] : []),
  ].join('; ')
}

/** Why a job is ending, and what is left to do; `queued` is why a ready clean-up step does not start. */
export function ending(why: string, job: JobStatus, queued: string | undefined): string {
  const { steps, cleanupGivenUp } = job
  const running = steps.filter(({ state }) => isRunning(state))
  const cleaning = steps.filter(({ cleanup }) => cleanup)
  const waits = waitsOf(cleaning.filter(({ state }) => state === 'WAITING'))
  const left = [
    ...running.map(
      (step) =>
        `${named(step)} ${step.cleanup && cleanupGivenUp === null ? `runs${on(step)}` : 'is still ending'}`,
    ),
    ...(waits === '' ? [] : [waits]),
    ...cleaning.filter(({ state }) => state === 'FAILED_RETRY').map((step) => retry(step, false)),
    ...(queued === undefined ? [] : [`its clean-up waits: ${queued}`]),
  ]
  const whys = [clause(why), ...(cleanupGivenUp === null ? [] : [clause(cleanupGivenUp)])]
  return `${whys.join('; ')}: ${left.length > 0 ? left.join('; ') : 'its clean-up is about to start'}`
}

/** What steps wait for; empty when they wait no longer. */
export function waitsOf(waits: readonly StepStatus[]): string {
  return waits
    .filter(({ problems }) => problems.length > 0)
    .map((step) => `${named(step)} waits for ${step.problems.map(problem).join(', and for ')}`)
    .join('; ')
}

function problem({ id, words }: StepStatus['problems'][number]): string {
  return `${words} (problem ${id})`
}

/** When a failed step is retried; in a held job that is on request. */
export function retry(step: StepStatus, held: boolean): string {
  const { attempt, tries, errorMessage, retryAfter } = step
  const when = retryAfter === null || held ? 'when you start it' : `at ${instant(retryAfter)}`
  return `${named(step)} failed${inBrackets(errorMessage)} and is retried ${when} (attempt ${attempt + 2} of ${tries})`
}

/** “ by ann”, where the user is known. */
export function by(user: string | null): string {
  return user === null ? '' : ` by ${user}`
}

/** “aborted by ann (no longer wanted)” */
export function abortedBy({ user, reason }: NonNullable<JobStatus['aborted']>): string {
  return `aborted${by(user)}${inBrackets(reason)}`
}

function named({ number, cleanup }: StepStatus): string {
  return `${cleanup ? 'clean-up ' : ''}step ${number}`
}

function on({ node }: StepStatus): string {
  return node === null ? '' : ` on ${node}`
}

function inBrackets(text: string | null): string {
  return text === null || text === '' ? '' : ` (${clause(text)})`
}

function clause(text: string): string {
  return text.replace(/\.$/, '')
}

/** Whole seconds are enough for people. */
function instant(time: string): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')
}
