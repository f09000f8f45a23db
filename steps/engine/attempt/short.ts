import type { Candidate } from '../../../schema/queries/admission/ready-steps.ts'
import type { LockedJob, LockedStep } from '../../../schema/queries/transition/lock-job.ts'
import type { Database } from '../../../schema/sql/database.ts'
import { fatal, type Outcome } from '../declare/step.ts'
import { ending, type Run } from '../transition/ending.ts'
import { type Decide, moveAndTell } from '../transition/move.ts'
import { contextOf } from './context.ts'
import { asRetry, keepable } from './keepable.ts'
import { firstLine, type Line, lastLine } from './last-line.ts'
import type { Surroundings } from './surroundings.ts'

/**
 * Runs a short step (STARTED) in one transaction: its start, what it writes and its end are there together, or not at all.
 * What did not finish is rolled back, and its end is recorded by itself. False when the step was not ready any more.
 */
export async function runShort<Tools>(
  here: Surroundings<Tools>,
  { jobId, number }: Pick<Candidate, 'jobId' | 'number'>,
  nodeId: number | undefined,
): Promise<boolean> {
  const run: Run = { number, run: await nextRun(here.database), ...(nodeId !== undefined && { nodeId }) }
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

function attempted<Tools>(here: Surroundings<Tools>, jobId: number, run: Run): Promise<boolean> {
  return hasMoved(here, jobId, async (job, em) => {
    const step = readyStep(job, run.number)
    if (!step) return undefined
    const code = here.steps.get(step.name)
    if (code?.runsAs !== 'STARTED')
      throw new NotFinished(fatal(`this server has no short step named ${step.name}`))
    const [never, asked] = [new AbortController().signal, new AbortController()]
    if (job.stop) asked.abort()
    // Nobody starts alongside of what is over before it is seen to have begun.
    const releaseParallel = async () => undefined
    const signals = { signal: never, stop: asked.signal }
    const context = contextOf(here, job, step, { run: run.run, ...signals, releaseParallel })
    here.report.say(run.run, firstLine(step))
    const outcome = keepable(await code.run({ ...context, em }))
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
  here: Surroundings<Tools>,
  job: LockedJob,
  step: LockedStep,
  run: Run,
  outcome: Outcome,
) {
  const end = ending(job, step, run, outcome, { firstMs: here.firstBackoffMs, jitter: Math.random() })
  return { ...end, moves: [{ ...run, event: 'started' as const }, ...(end.moves ?? [])] }
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
  { database, publish }: Surroundings<Tools>,
  jobId: number,
  decide: Decide,
): Promise<boolean> {
  return (await moveAndTell(database, publish, jobId, decide)) !== undefined
}
