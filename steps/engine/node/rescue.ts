/** Puts right what others have left: dead nodes, their placements, and steps whose time has come. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { type PassedLimit, passedLimits } from '../../../schema/queries/nodes/passed-limits.ts'
import {
  declareGone,
  dropOrphans,
  dueRetries,
  type SeenNode,
  type StrandedPlacement,
  seenNodes,
  strandedPlacements,
} from '../../../schema/queries/nodes/rescue.ts'
import { resolvedWaits } from '../../../schema/queries/problems/problems.ts'
import type { LockedJob } from '../../../schema/queries/transition/lock-job.ts'
import type { Database } from '../../../schema/sql/database.ts'
import { eventAfterWait } from '../declare/problem.ts'
import { type Publish, trouble } from '../runtime/events.ts'
import { changeAndPublish, type Decide } from '../transition/change-job.ts'
import { cleanupTooLong } from '../transition/cleanup.ts'
import { reclaim } from '../transition/reclaim.ts'
import type { Change } from '../transition/requested-change.ts'
import { isCertainlyGone } from './process-identity.ts'

/** The node that judges others, and for how long it has been connected, s. */
export interface Observer {
  readonly nodeId: number
  readonly connectedS: number
}

/**
 * Why a node is considered dead; undefined while it is not (design.md §3.9): its lock is free and its process
 * certainly gone, or its lock is free and it was silent for 2.5 s, or it was silent for 10 s. Silence means
 * nothing while PostgreSQL or the observer have just started, so an outage of 10 s makes no step run again.
 */
export function whyDead(node: SeenNode, processGone: boolean, observer: Observer): string | undefined {
  if (node.id === observer.nodeId) return undefined
  if (node.lockedBy === null && processGone) return 'its process is gone'
  if (Math.min(node.serverUpS, observer.connectedS) < GRACE_S) return undefined
  if (node.lockedBy === null && node.silentS > SILENT_S)
    return `its session is gone and it was silent for ${node.silentS.toFixed(1)} s`
  if (node.silentS > LONG_SILENT_S) return `it was silent for ${node.silentS.toFixed(1)} s`
  return undefined
}

const GRACE_S = 15
const SILENT_S = 2.5
const LONG_SILENT_S = 10
/** A placement that was not fetched by then returns to the queue. */
const FETCH_WITHIN_S = 3

/** True when steps may have become ready. */
export async function rescue(database: Database, publish: Publish, observer: Observer): Promise<boolean> {
  const em = database.em.fork()
  const change = (jobId: number, decide: Decide) => changeOrReport(database, publish, jobId, decide)
  await declareDeadNodes(em, publish, observer)
  const stranded = await strandedPlacements(em, FETCH_WITHIN_S)
  for (const placement of stranded) await change(placement.jobId, (job) => returned(job, placement))
  const due = await dueRetries(em)
  for (const { jobId, step } of due) await change(jobId, (job) => retried(job, step))
  const free = await resolvedWaits(em)
  for (const { jobId, step } of free) await change(jobId, (job) => wokenUp(job, step))
  const passed = await passedLimits(em)
  for (const limit of passed) await change(limit.jobId, (job) => tooLong(job, limit))
  const orphans = await dropOrphans(em)
  return orphans || stranded.length + due.length + free.length + passed.length > 0
}

/** Reclaims a placement of this node whose attempt ended without a record; false when it had not begun. */
export async function reclaimUnrecorded(
  database: Database,
  publish: Publish,
  { placement, jobId }: { readonly placement: number; readonly jobId: number },
): Promise<boolean> {
  const written = await changeAndPublish(database, publish, jobId, (job) => {
    const isFetched = job.placements.some(({ id, fetched }) => id === placement && fetched)
    return isFetched ? reclaim(job, placement, 'the end of the attempt could not be recorded') : undefined
  })
  return written !== undefined
}

async function declareDeadNodes(em: EntityManager, publish: Publish, observer: Observer): Promise<void> {
  for (const node of await seenNodes(em)) {
    const why = whyDead(node, isCertainlyGone(node), observer)
    if (why === undefined || !(await declareGone(em, node))) continue
    publish({ type: 'node-lost', node: node.id, why })
  }
}

function retried(job: LockedJob, step: number): Change | undefined {
  const isDue = job.steps.some(({ number, state }) => number === step && state === 'FAILED_RETRY')
  return isDue ? { transitions: [{ number: step, event: 'retry-due' }] } : undefined
}

function wokenUp(job: LockedJob, number: number): Change | undefined {
  const step = job.steps.find((one) => one.number === number)
  if (step?.state !== 'WAITING' || step.waitsFor.length > 0) return undefined
  return { transitions: [{ number, event: eventAfterWait(step) }] }
}

/** A job whose time is over, unless it has started meanwhile, or is ending anyway. */
function tooLong(job: LockedJob, { what, limitS }: PassedLimit): Change | undefined {
  if (what === 'cleanup') return cleanupTooLong(job)
  if (job.abort || job.givenUp !== null || (what === 'queue' && (job.started || job.held || job.paused)))
    return undefined
  const giveUp =
    what === 'queue'
      ? {
          cause: 'queue-time-limit' as const,
          reason: `not started within its queue time limit of ${limitS} s`,
        }
      : { cause: 'run-time-limit' as const, reason: `run time limit of ${limitS} s exceeded` }
  return { giveUp, cause: giveUp.reason }
}

/** A placement whose node is gone, or has not fetched it. */
function returned(job: LockedJob, { id, nodeGone }: StrandedPlacement): Change | undefined {
  const isFetched = job.placements.some((other) => other.id === id && other.fetched)
  return nodeGone || !isFetched ? reclaim(job, id, 'its node is gone') : undefined
}

/** A job that cannot be changed is reported, and keeps no other from being rescued. */
async function changeOrReport(
  database: Database,
  publish: Publish,
  jobId: number,
  decide: Decide,
): Promise<void> {
  await changeAndPublish(database, publish, jobId, decide).catch(trouble(publish, `rescue of job ${jobId}`))
}
