/** Runs a transactional step (STARTED): its start, its effects and its end commit in one transaction. */
import type { LockedJob, LockedStep } from '../../../schema/queries/transition/lock-job.ts'
import { isConnectionLost, isDatabaseAway } from '../../../schema/sql/database-away.ts'
import { fatal, type Outcome } from '../declare/step.ts'
import { trouble } from '../runtime/events.ts'
import { changeAndPublish, type DecideIn } from '../transition/change-job.ts'
import { type AttemptRef, ending } from '../transition/ending.ts'
import type { Change } from '../transition/requested-change.ts'
import type { AttemptContext } from './attempt-context.ts'
import { sayFirstLines } from './first-lines.ts'
import { retryWhileOffline } from './retry-while-offline.ts'
import { withLastLine } from './run-attempt.ts'
import { stepContext } from './step-context.ts'
import { asRetry, storable } from './storable.ts'

interface PlacedStep {
  readonly nodeId: number
  readonly placement: number
  readonly jobId: number
}

/**
 * An outcome other than finished rolls back what the step wrote, and is then recorded in a transaction of its
 * own. A step whose connection broke runs again: if its transaction was committed, its placement is gone.
 */
export async function runTransactionalStep<Tools>(
  context: AttemptContext<Tools>,
  placed: PlacedStep,
  signal: AbortSignal,
): Promise<void> {
  const { report, publish } = context
  const where = `transactional step, placement ${placed.placement}`
  let cuts = 0
  try {
    await retryWhileOffline(context, where, { signal, failures: 1 }, async () => {
      try {
        await attempted(context, placed)
      } catch (error) {
        // The step itself may be what breaks its connection, as with a statement that takes too long.
        if (isConnectionLost(error) && !isDatabaseAway(error)) cuts += 1
        if (isConnectionLost(error) && cuts < MOST_CUTS) throw error
        await recordFailure(context, placed, error instanceof NotFinished ? error.outcome : asRetry(error))
      }
    })
    // Not earlier: the transaction holds a connection and the job, and this needs another connection. Lines
    // that cannot be written do not change how the step ended.
    await report.written().catch(trouble(publish, `log of placement ${placed.placement}`))
  } finally {
    report.forget(placed.placement)
  }
}

/** Cut connections in a row from which on the step has failed. */
const MOST_CUTS = 3

async function recordFailure<Tools>(
  context: AttemptContext<Tools>,
  placed: PlacedStep,
  outcome: Outcome,
): Promise<void> {
  await change(context, placed, (job) => {
    const found = placedStep(job, placed)
    return found.step ? startAndEnd(context, job, found.step, placed, outcome) : found.otherwise
  })
}

async function attempted<Tools>(context: AttemptContext<Tools>, placed: PlacedStep): Promise<void> {
  await change(context, placed, async (job, em) => {
    const { step, otherwise } = placedStep(job, placed)
    if (!step) return otherwise
    const code = context.steps.get(step.name)
    if (code?.runsAs !== 'STARTED')
      throw new NotFinished(fatal(`this server has no transactional step named ${step.name}`))
    const [never, stop] = [new AbortController().signal, new AbortController()]
    if (job.stop) stop.abort()
    // No step can start alongside: this one is over before its start is visible.
    const signalParallel = async () => undefined
    const run = placed.placement
    const given = stepContext(context, job, step, { run, signal: never, stop: stop.signal, signalParallel })
    sayFirstLines(context, job, step, run)
    const outcome = storable(await code.run({ ...given, em }))
    if (outcome.ended !== 'finished') throw new NotFinished(outcome)
    return startAndEnd(context, job, step, placed, outcome)
  })
}

class NotFinished extends Error {
  readonly outcome: Outcome

  constructor(outcome: Outcome) {
    super(outcome.ended)
    this.outcome = outcome
  }
}

function startAndEnd<Tools>(
  { report, firstBackoffMs: firstMs }: AttemptContext<Tools>,
  job: LockedJob,
  step: LockedStep,
  { nodeId, placement: run }: PlacedStep,
  outcome: Outcome,
): Change {
  const ref: AttemptRef = { number: step.number, run, nodeId }
  const end = withLastLine(ending(job, step, ref, outcome, { firstMs, jitter: Math.random() }), ref, report)
  return { ...end, transitions: [{ ...ref, event: 'started' }, ...(end.transitions ?? [])] }
}

/**
 * The step of the placement while it is ready. A placement whose step was withdrawn is dropped; one that is
 * gone changes nothing.
 */
function placedStep(
  job: LockedJob,
  { placement, nodeId }: PlacedStep,
): { readonly step?: LockedStep; readonly otherwise?: Change } {
  const placed = job.placements.find((one) => one.id === placement && one.nodeId === nodeId)
  const step = job.steps.find(({ id }) => id === placed?.stepId)
  if (!placed) return {}
  return step?.state === 'READY' ? { step } : { otherwise: { dropped: [placement] } }
}

async function change<Tools>(
  { database, publish }: AttemptContext<Tools>,
  { jobId }: PlacedStep,
  decide: DecideIn,
): Promise<void> {
  await changeAndPublish(database, publish, jobId, decide)
}
