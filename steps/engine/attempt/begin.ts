/** Starts the step of a placement: READY becomes STARTED_ASYNCHRONOUS. */
import type { ChangeRow, WrittenChange } from '../../../schema/queries/transition/change-rows.ts'
import type { LockedJob, LockedStep } from '../../../schema/queries/transition/lock-job.ts'
import type { Database } from '../../../schema/sql/database.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Publish } from '../runtime/events.ts'
import { applyEach, changeAndPublish } from '../transition/change-job.ts'
import type { AttemptRef } from '../transition/ending.ts'
import type { Change, StepTransition } from '../transition/requested-change.ts'
import { retryWhileOffline } from './retry-while-offline.ts'

/** An attempt whose step has started. */
export interface BegunAttempt {
  readonly job: LockedJob
  readonly step: LockedStep
  readonly run: AttemptRef
}

interface ToBegin {
  readonly nodeId: number
  readonly placement: number
  readonly jobId: number
  /** Its step may have begun, though no attempt runs. */
  readonly isIdle?: boolean
}

/** What starts the steps of placements of one job, and the attempts that come of it. */
interface Beginning {
  readonly change: Change | undefined
  readonly begun: readonly BegunAttempt[]
}

/**
 * Starts the step of a placement; undefined when the placement is gone. A try whose answer was lost may have
 * been written, so the next try accepts a step that has begun: otherwise no attempt would ever run it.
 */
export async function begin(
  context: { readonly database: Database; readonly publish: Publish; readonly clock: Clock },
  { nodeId, placement, jobId, isIdle = false }: ToBegin,
  signal: AbortSignal,
): Promise<BegunAttempt | undefined> {
  const bounds = { signal, failures: 1 }
  return retryWhileOffline(context, `start of attempt ${placement}`, bounds, async (isAgain) => {
    let beginning: Beginning | undefined
    const written = await changeAndPublish(context.database, context.publish, jobId, (job) => {
      beginning = beginningOf(job, nodeId, [placement], isAgain || isIdle)
      return beginning.change
    })
    // Decided and then not written: the job was over by the second try.
    return beginning?.change && !written ? undefined : beginning?.begun[0]
  })
}

/** Steps that start with their placement: what is to be written, and which attempts then run. */
export interface BegunTogether {
  readonly placed: readonly ChangeRow<'placed'>[]
  readonly begun: readonly BegunAttempt[]
  readonly written: readonly WrittenChange[]
  /** Jobs that cannot start, with the reason. */
  readonly failed: ReadonlyMap<number, unknown>
}

/**
 * Starts steps on the node that places them, of jobs that are locked. Jobs that another transaction holds,
 * and steps that are no longer ready, stay in the queue. Pure.
 */
export function beginAll(
  placements: readonly ChangeRow<'placed'>[],
  jobs: readonly LockedJob[],
): BegunTogether {
  const attempts = new Map<number, readonly BegunAttempt[]>()
  const decisions = [...Map.groupBy(placements, ({ jobId }) => jobId)].map(([jobId, theirs]) => {
    const decide = (job: LockedJob): Change | undefined => {
      const placed = theirs.map((one) => ({ ...one, fetched: false }))
      const ids = theirs.map(({ id }) => id)
      const { change, begun } = beginningOf({ ...job, placements: placed }, theirs[0]?.nodeId, ids, false)
      attempts.set(jobId, begun)
      return begun.length > 0 ? { transitions: change?.transitions ?? [] } : undefined
    }
    return [jobId, decide] as const
  })
  const { written, failed } = applyEach(jobs, new Map(decisions))
  const begun = [...written.keys()].flatMap((jobId) => attempts.get(jobId) ?? [])
  const ids = new Set(begun.map(({ run }) => run.run))
  return {
    placed: placements.filter(({ id }) => ids.has(id)),
    begun,
    written: [...written.values()].filter((change) => change !== undefined),
    failed,
  }
}

/** With `isAgain` a step that has begun is run as well. Pure. */
function beginningOf(
  job: LockedJob,
  nodeId: number | undefined,
  placements: readonly number[],
  isAgain: boolean,
): Beginning {
  const [transitions, begun] = [[] as StepTransition[], [] as BegunAttempt[]]
  const [fetched, dropped] = [[] as number[], [] as number[]]
  for (const placed of job.placements) {
    if (!placements.includes(placed.id) || placed.nodeId !== nodeId) continue
    const step = job.steps.find(({ id }) => id === placed.stepId)
    if (step?.state !== 'READY' && !placed.fetched) {
      // Its step was withdrawn at the very moment of the decision: the placement would hold its slot for
      // nothing.
      dropped.push(placed.id)
      continue
    }
    if (!step || (step.state !== 'READY' && !isAgain)) continue
    const run = { number: step.number, run: placed.id, nodeId }
    begun.push({ job, step, run })
    if (step.state !== 'READY') continue
    transitions.push({ ...run, event: 'started-asynchronously' })
    fetched.push(placed.id)
  }
  const isAny = transitions.length + dropped.length > 0
  return { begun, change: isAny ? { transitions, fetched, dropped } : undefined }
}
