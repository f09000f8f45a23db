import type { Candidate } from '../../../schema/queries/admission/ready-steps.ts'
import type { LockedJob, LockedStep } from '../../../schema/queries/transition/lock-job.ts'
import type { Database } from '../../../schema/sql/database.ts'
import { fatal, type Outcome } from '../declare/step.ts'
import { changeAndPublish, type DecideIn } from '../transition/change-job.ts'
import { type AttemptRef, ending } from '../transition/ending.ts'
import type { AttemptContext } from './attempt-context.ts'
import { firstLine, type Line, lastLine } from './attempt-log.ts'
import { stepContext } from './step-context.ts'
import { asRetry, storable } from './storable.ts'

/**
 * Runs a short step (STARTED) in one transaction: its start, what it writes and its end are there together, or not at all.
 * What did not finish is rolled back, and its end is recorded by itself. False when the step was not ready any more.
 */
export async function runTransactionalStep<Tools>(
  here: AttemptContext<Tools>,
  { jobId, number }: Pick<Candidate, 'jobId' | 'number'>,
  nodeId: number | undefined,
): Promise<boolean> {
  const run: AttemptRef = {
    number,
    run: await nextRun(here.database),
    ...(nodeId !== undefined && { nodeId }),
  }
  const { report } = here
  try {
    return await attempted(here, jobId, run)
  } catch (error) {
    const outcome = error instanceof NotFinished ? error.outcome : asRetry(error)
    let last: Line | undefined
    const moved = await hasMoved(here, jobId, (job) => {
      const step = readyStep(job, number)
      last = step && lastLine(job, step, outcome)
      return step && startAndEnd(here, job, step, run, outcome)
    })
    if (last) report.say(run.run, last)
    return moved
  } finally {
    // Not before: the transaction holds a connection and the job, and this wants another.
    await report.written()
    report.forget(run.run)
  }
}

function attempted<Tools>(here: AttemptContext<Tools>, jobId: number, run: AttemptRef): Promise<boolean> {
  return hasMoved(here, jobId, async (job, em) => {
    const step = readyStep(job, run.number)
    if (!step) return undefined
    const code = here.steps.get(step.name)
    if (code?.runsAs !== 'STARTED')
      throw new NotFinished(fatal(`this server has no short step named ${step.name}`))
    const [never, asked] = [new AbortController().signal, new AbortController()]
    if (job.stop) asked.abort()
    // Nobody starts alongside of what is over before it is seen to have begun.
    const signalParallel = async () => undefined
    const signals = { signal: never, stop: asked.signal }
    const context = stepContext(here, job, step, { run: run.run, ...signals, signalParallel })
    here.report.say(run.run, firstLine(step))
    const outcome = storable(await code.run({ ...context, em }))
    if (outcome.ended !== 'finished') throw new NotFinished(outcome)
    return startAndEnd(here, job, step, run, outcome)
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
  here: AttemptContext<Tools>,
  job: LockedJob,
  step: LockedStep,
  run: AttemptRef,
  outcome: Outcome,
) {
  const end = ending(job, step, run, outcome, { firstMs: here.firstBackoffMs, jitter: Math.random() })
  return { ...end, transitions: [{ ...run, event: 'started' as const }, ...(end.transitions ?? [])] }
}

function readyStep(job: LockedJob, number: number): LockedStep | undefined {
  return job.steps.find((step) => step.number === number && step.state === 'READY')
}

async function nextRun(database: Database): Promise<number> {
  const [row] = await database.em
    .fork()
    .execute<{ run: string }[]>(`select nextval('callsheet.placement_id') as run`)
  return Number(row?.run)
}

async function hasMoved<Tools>(
  { database, publish }: AttemptContext<Tools>,
  jobId: number,
  decide: DecideIn,
): Promise<boolean> {
  return (await changeAndPublish(database, publish, jobId, decide)) !== undefined
}
