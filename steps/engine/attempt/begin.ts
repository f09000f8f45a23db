import type { NewPlacement } from '../../../schema/queries/admission/write-placements.ts'
import type { LockedJob, LockedStep } from '../../../schema/queries/transition/lock-job.ts'
import type { WrittenChange } from '../../../schema/queries/transition/written-change.ts'
import type { Database } from '../../../schema/sql/database.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Publish } from '../runtime/events.ts'
import type { Change, StepTransition } from '../transition/apply-change.ts'
import { applyEach, changeAndPublish } from '../transition/change-job.ts'
import type { AttemptRef } from '../transition/ending.ts'
import { retryWhileOffline } from './retry-while-offline.ts'

/** A placement whose step runs. */
export interface Begun {
  readonly job: LockedJob
  readonly step: LockedStep
  readonly run: AttemptRef
}

/** A placement of a node, and whether it is known that nobody runs it, though its step may have begun. */
interface ToBegin {
  readonly placement: number
  readonly jobId: number
  readonly isIdle: boolean
}

/** What transitions the steps of placements of one job on a node to STARTED_ASYNCHRONOUS, and the runs that come of it. */
interface Beginning {
  readonly change: Change | undefined
  readonly begun: readonly Begun[]
}

/**
 * Begins the step of a placement; undefined when the placement does not stand any more. A try that was not answered may have been
 * written all the same, so it is asked again: a step that has begun and that nobody runs would be stuck.
 */
export async function begin(
  here: { readonly database: Database; readonly publish: Publish; readonly clock: Clock },
  nodeId: number,
  { placement, jobId, isIdle }: ToBegin,
  signal: AbortSignal,
): Promise<Begun | undefined> {
  return retryWhileOffline(here, `beginning of attempt ${placement}`, signal, async (isAgain) => {
    let one: Beginning | undefined
    const written = await changeAndPublish(here.database, here.publish, jobId, (job) => {
      one = beginning(job, nodeId, [placement], isAgain || isIdle)
      return one.change
    })
    // What was decided and then not written, since the job was over by the second try, has not begun.
    return one?.change && !written ? undefined : one?.begun[0]
  })
}

/** Steps that begin with their placement: what is to be written, and what then runs. */
export interface BegunTogether {
  readonly placed: readonly NewPlacement[]
  readonly begun: readonly Begun[]
  readonly written: readonly WrittenChange[]
}

/**
 * Begins steps on the node that places them, of jobs that are locked. Left out are those of jobs that somebody else holds, and what is
 * not ready any more: they stay in the queue. Pure.
 */
export function beginAll(placements: readonly NewPlacement[], jobs: readonly LockedJob[]): BegunTogether {
  const runs = new Map<number, readonly Begun[]>()
  const decisions = [...Map.groupBy(placements, ({ jobId }) => jobId)].map(([jobId, theirs]) => {
    const decide = (job: LockedJob): Change | undefined => {
      const placed = theirs.map((one) => ({ ...one, fetched: false }))
      const ids = theirs.map(({ id }) => id)
      const { change, begun } = beginning({ ...job, placements: placed }, theirs[0]?.nodeId, ids, false)
      runs.set(jobId, begun)
      return begun.length > 0 ? { transitions: change?.transitions ?? [] } : undefined
    }
    return [jobId, decide] as const
  })
  const answers = applyEach(jobs, new Map(decisions))
  const begun = [...answers.keys()].flatMap((jobId) => runs.get(jobId) ?? [])
  const ids = new Set(begun.map(({ run }) => run.run))
  const written = [...answers.values()].filter((change) => change !== undefined)
  return { placed: placements.filter(({ id }) => ids.has(id)), begun, written }
}

/** With `isAgain` a step that has begun already is run, too. Pure. */
function beginning(
  job: LockedJob,
  nodeId: number | undefined,
  placements: readonly number[],
  isAgain: boolean,
): Beginning {
  const [transitions, begun, fetched, dropped] = [
    [] as StepTransition[],
    [] as Begun[],
    [] as number[],
    [] as number[],
  ]
  for (const placed of job.placements) {
    if (!placements.includes(placed.id) || placed.nodeId !== nodeId) continue
    const step = job.steps.find(({ id }) => id === placed.stepId)
    if (step?.state !== 'READY' && !placed.fetched) {
      // Decided in the very moment in which its step was taken out of the queue: it would hold the slot for nothing.
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
