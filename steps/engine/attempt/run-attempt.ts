/** Runs a step that has started to its recorded end. */
import type { StopReason } from '../../../tasks/program/stop.ts'
import { fatal, type Outcome, type StepContext } from '../declare/step.ts'
import { trouble } from '../runtime/events.ts'
import type { Decide } from '../transition/change-job.ts'
import { type AttemptEnd, type AttemptRef, ending, type Stopped, stopping } from '../transition/ending.ts'
import type { Change } from '../transition/requested-change.ts'
import type { AttemptContext } from './attempt-context.ts'
import type { BegunAttempt } from './begin.ts'
import { sayFirstLines } from './first-lines.ts'
import type { Report } from './report.ts'
import { retryWhileOffline } from './retry-while-offline.ts'
import { stepContext } from './step-context.ts'
import { isRefused, outcomeOf } from './storable.ts'

/** Signals to an attempt: end at once, or early with what there is. */
export type Signals = Pick<StepContext<unknown>, 'signal' | 'stop'>

export async function runAttempt<Tools>(
  context: AttemptContext<Tools>,
  begun: BegunAttempt,
  signals: Signals,
): Promise<void> {
  const { run } = begun.run
  sayFirstLines(context, begun.job, begun.step, run)
  const outcome = await perform(context, begun, signals)
  await context.report.progressWritten().catch(trouble(context.publish, `progress of attempt ${run}`))
  try {
    await record(context, begun, outcome, signals.signal)
  } finally {
    context.report.forget(run)
  }
}

async function perform<Tools>(
  context: AttemptContext<Tools>,
  { job, step, run }: BegunAttempt,
  signals: Signals,
): Promise<Outcome> {
  const code = context.steps.get(step.name)
  if (code?.runsAs !== 'STARTED_ASYNCHRONOUS') return fatal(`this server has no step named ${step.name}`)
  const signalParallel = () => signal(context, job.id, run, signals.signal)
  const given = stepContext(context, job, step, { run: run.run, ...signals, signalParallel })
  const outcome = await outcomeOf(() => code.run(given))
  if (outcome.ended !== 'finished' || signals.signal.aborted)
    await code.discard?.(given).catch(() => undefined)
  return outcome
}

/** Lets steps with a parallel dependency on this one start. */
async function signal<Tools>(
  context: AttemptContext<Tools>,
  jobId: number,
  ref: AttemptRef,
  abort: AbortSignal,
): Promise<void> {
  const decide: Decide = (job) => {
    const placed = job.placements.find(({ id }) => id === ref.run)
    const step = job.steps.find(({ id }) => id === placed?.stepId)
    return step?.state === 'STARTED_ASYNCHRONOUS'
      ? { transitions: [{ ...ref, event: 'signalled' }] }
      : undefined
  }
  await retryWhileOffline(context, `signal of attempt ${ref.run}`, { signal: abort, failures: 5 }, () =>
    context.changes.change(jobId, decide),
  )
  context.wake.call('admit')
}

/**
 * Records the end, decided under the job's lock together with the last line of the log. Tried again while the
 * database is away: finished work must not be lost. An end that the database refuses is fatal.
 */
async function record<Tools>(
  context: AttemptContext<Tools>,
  { job, run: ref }: BegunAttempt,
  outcome: Outcome,
  abort: AbortSignal,
): Promise<void> {
  const { changes, report, firstBackoffMs: firstMs } = context
  let end = outcome
  const decide: Decide = (now) => {
    const step = now.steps.find(({ number }) => number === ref.number)
    if (!step || !now.placements.some(({ id }) => id === ref.run)) return undefined
    const decided = abort.aborted
      ? stopping(now, step, ref, (abort.reason as StopReason<Stopped>).why)
      : ending(now, step, ref, end, { firstMs, jitter: Math.random() })
    return withLastLine(decided, ref, report)
  }
  await retryWhileOffline(context, `end of attempt ${ref.run}`, { signal: abort, failures: 5 }, () =>
    changes.change(job.id, decide).catch((error: unknown) => {
      if (isRefused(error)) end = fatal(`its end cannot be stored: ${error.message}`)
      throw error
    }),
  )
}

/** The last line is written with the end, so that log and record never contradict each other. */
export function withLastLine({ says, ...change }: AttemptEnd, { run }: AttemptRef, report: Report): Change {
  return says ? { ...change, lastLine: { attempt: run, line: report.nextLine(run), ...says } } : change
}
