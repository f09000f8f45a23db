import { fatal, type Outcome, type StepContext } from '../declare/step.ts'
import { trouble } from '../runtime/events.ts'
import type { Decide } from '../transition/change-job.ts'
import { type AttemptRef, ending, type Stopped, stopping } from '../transition/ending.ts'
import type { AttemptContext } from './attempt-context.ts'
import { firstLine, type Line, lastLine, stoppedLine } from './attempt-log.ts'
import type { Begun } from './begin.ts'
import { retryWhileOffline } from './retry-while-offline.ts'
import { stepContext } from './step-context.ts'
import { isRefused, outcomeOf } from './storable.ts'

/** What the surroundings say to a run: end at once, or early with what there is. */
export type Signals = Pick<StepContext<unknown>, 'signal' | 'stop'>

/** Runs a step that has begun, to its recorded end. The end takes what is left of its log along, for who waits for it to read it. */
export async function runAttempt<Tools>(
  here: AttemptContext<Tools>,
  begun: Begun,
  signals: Signals,
): Promise<void> {
  const { job, step, run } = begun
  here.report.say(run.run, firstLine(step))
  const outcome = await perform(here, begun, signals)
  const stop = job.stop ?? (signals.stop.aborted ? { user: null } : null)
  const { aborted, reason } = signals.signal
  say(here, begun, aborted ? stoppedLine(step, reason) : lastLine({ ...job, stop }, step, outcome))
  await here.report.progressWritten().catch(trouble(here.publish, `progress of attempt ${run.run}`))
  await record(here, begun, outcome, signals.signal)
  here.report.forget(run.run)
}

async function perform<Tools>(
  here: AttemptContext<Tools>,
  { job, step, run }: Begun,
  signals: Signals,
): Promise<Outcome> {
  const code = here.steps.get(step.name)
  if (code?.runsAs !== 'STARTED_ASYNCHRONOUS') return fatal(`this server has no step named ${step.name}`)
  const signalParallel = () => release(here, job.id, run, signals.signal)
  const context = stepContext(here, job, step, { run: run.run, ...signals, signalParallel })
  const outcome = await outcomeOf(() => code.run(context))
  if (outcome.ended !== 'finished' || signals.signal.aborted)
    await code.discard?.(context).catch(() => undefined)
  return outcome
}

function say<Tools>({ report }: AttemptContext<Tools>, { run }: Begun, last: Line | undefined): void {
  if (last) report.say(run.run, last)
}

/** Steps that run alongside this one may start. */
async function release<Tools>(
  here: AttemptContext<Tools>,
  jobId: number,
  run: AttemptRef,
  signal: AbortSignal,
): Promise<void> {
  const decide: Decide = (job) => {
    const placed = job.placements.find(({ id }) => id === run.run)
    const step = job.steps.find(({ id }) => id === placed?.stepId)
    return step?.state === 'STARTED_ASYNCHRONOUS'
      ? { transitions: [{ ...run, event: 'signalled' }] }
      : undefined
  }
  await retryWhileOffline(here, `signal of attempt ${run.run}`, signal, () =>
    here.changes.change(jobId, decide),
  )
  here.onEnded()
}

/**
 * Records the end. While the database is away it is tried again: what was done must not be lost. An end that the database will
 * never keep is fatal.
 */
async function record<Tools>(
  here: AttemptContext<Tools>,
  begun: Begun,
  outcome: Outcome,
  signal: AbortSignal,
): Promise<void> {
  const { job, run } = begun
  const { changes, firstBackoffMs: firstMs } = here
  let end = outcome
  const decide: Decide = (now) => {
    const step = now.steps.find(({ number }) => number === run.number)
    if (!step || !now.placements.some(({ id }) => id === run.run)) return undefined
    if (signal.aborted) return stopping(now, run, signal.reason as Stopped)
    return ending(now, step, run, end, { firstMs, jitter: Math.random() })
  }
  await retryWhileOffline(here, `end of attempt ${run.run}`, signal, () =>
    changes.change(job.id, decide).catch(async (error: unknown) => {
      if (isRefused(error)) {
        end = fatal(`its end cannot be kept: ${error.message}`)
        say(here, begun, lastLine(job, begun.step, end))
      }
      throw error
    }),
  )
}
