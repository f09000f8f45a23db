import type { LockedJob, LockedStep } from '../../schema/queries/lock-job.ts'
import type { Surroundings } from './attempt.ts'
import type { Delivery } from './carry.ts'
import { contextOf } from './context.ts'
import { ending, type Run, type Stopped, stopping } from './ending.ts'
import { trouble } from './events.ts'
import { isRefused, outcomeOf } from './keepable.ts'
import { type Decide, moveAndTell } from './move.ts'
import { fatal, type Outcome, type StepContext } from './step.ts'

/** A placement whose step runs. */
export interface Begun {
  readonly job: LockedJob
  readonly step: LockedStep
  readonly run: Run
}

/** What the surroundings say to a run: end at once, or early with what there is. */
export type Signals = Pick<StepContext<unknown>, 'signal' | 'stop'>

/**
 * Moves the step of a delivery to STARTED_ASYNCHRONOUS; undefined when the placement does not stand any more. A try that was not
 * answered may have been written all the same, so it is asked again: a step that has begun and that nobody runs would be stuck.
 */
export async function begin<Tools>(
  here: Surroundings<Tools>,
  nodeId: number,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<Begun | undefined> {
  const where = `beginning of attempt ${delivery.placement}`
  return untilAnswered(here, where, signal, (isAgain) => beginOnce(here, nodeId, delivery, isAgain))
}

/** Asks again while the database is away; undefined when who is to stop has no more time. */
async function untilAnswered<T, Tools>(
  { publish, clock }: Surroundings<Tools>,
  where: string,
  signal: AbortSignal,
  ask: (isAgain: boolean) => Promise<T>,
): Promise<T | undefined> {
  const since = clock.now()
  for (let isAgain = false; ; isAgain = true) {
    try {
      return await ask(isAgain)
    } catch (error) {
      trouble(publish, where)(error)
      if (signal.aborted && clock.now() - since > RECORD_WITHIN_MS) return undefined
      await clock.sleep(RECORD_AGAIN_MS)
    }
  }
}

async function beginOnce<Tools>(
  here: Surroundings<Tools>,
  nodeId: number,
  { placement, jobId }: Delivery,
  isAgain: boolean,
): Promise<Begun | undefined> {
  let begun: Begun | undefined
  await moveAndTell(here.database, here.publish, jobId, (job) => {
    const placed = job.placements.find(({ id, nodeId: theirs }) => id === placement && theirs === nodeId)
    const step = job.steps.find(({ id }) => id === placed?.stepId)
    if (!placed || !step) return undefined
    const run = { number: step.number, run: placement, nodeId }
    if (step.state === 'READY' || (isAgain && placed.fetched)) begun = { job, step, run }
    if (step.state === 'READY')
      return { moves: [{ ...run, event: 'started-asynchronously' }], fetched: [placement] }
    // Decided in the very moment in which its step was taken out of the queue: it would hold the slot for nothing.
    return placed.fetched ? undefined : { dropped: [placement] }
  })
  return begun
}

/** Runs a step that has begun, to its recorded end. */
export async function runBegun<Tools>(
  here: Surroundings<Tools>,
  begun: Begun,
  signals: Signals,
): Promise<void> {
  const outcome = await perform(here, begun, signals)
  await record(here, begun, outcome, signals.signal)
}

async function perform<Tools>(
  here: Surroundings<Tools>,
  { job, step, run }: Begun,
  signals: Signals,
): Promise<Outcome> {
  const { steps, report, publish } = here
  const code = steps.get(step.name)
  if (code?.runsAs !== 'STARTED_ASYNCHRONOUS')
    return { ended: 'fatal', reason: `this server has no step named ${step.name}` }
  const releaseParallel = () => release(here, job.id, run, signals.signal)
  const context = contextOf(here, job, step, { run: run.run, ...signals, releaseParallel })
  report.log(run.run, 'debug', `Attempt ${step.attempt} of step ${step.number}`)
  const outcome = await outcomeOf(() => code.run(context))
  if (outcome.ended !== 'finished' || signals.signal.aborted)
    await code.discard?.(context).catch(() => undefined)
  await report.finish(run.run).catch(trouble(publish, `log of attempt ${run.run}`))
  return outcome
}

/** Steps that run alongside this one may start. */
async function release<Tools>(
  here: Surroundings<Tools>,
  jobId: number,
  run: Run,
  signal: AbortSignal,
): Promise<void> {
  const decide: Decide = (job) => {
    const placed = job.placements.find(({ id }) => id === run.run)
    const step = job.steps.find(({ id }) => id === placed?.stepId)
    return step?.state === 'STARTED_ASYNCHRONOUS' ? { moves: [{ ...run, event: 'signalled' }] } : undefined
  }
  await untilAnswered(here, `signal of attempt ${run.run}`, signal, () =>
    moveAndTell(here.database, here.publish, jobId, decide),
  )
  here.onEnded()
}

/**
 * Records the end. While the database is away it is tried again: what was done must not be lost. An end that the database will
 * never keep is fatal.
 */
async function record<Tools>(
  here: Surroundings<Tools>,
  { job: { id: jobId }, run }: Begun,
  outcome: Outcome,
  signal: AbortSignal,
): Promise<void> {
  const { database, publish, firstBackoffMs: firstMs } = here
  let end = outcome
  const decide: Decide = (job) => {
    const step = job.steps.find(({ number }) => number === run.number)
    if (!step || !job.placements.some(({ id }) => id === run.run)) return undefined
    if (signal.aborted) return stopping(job, run, signal.reason as Stopped)
    return ending(job, step, run, end, { firstMs, jitter: Math.random() })
  }
  await untilAnswered(here, `end of attempt ${run.run}`, signal, () =>
    moveAndTell(database, publish, jobId, decide).catch((error: unknown) => {
      if (isRefused(error)) end = fatal(`its end cannot be kept: ${error.message}`)
      throw error
    }),
  )
}

const RECORD_AGAIN_MS = 500
/** How long a stopped attempt tries to record its end. */
const RECORD_WITHIN_MS = 5_000
