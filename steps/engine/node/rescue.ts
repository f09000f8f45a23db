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
import type { Carrier } from '../attempt/carry.ts'
import { eventAfterWait } from '../declare/problem.ts'
import { type Publish, trouble } from '../runtime/events.ts'
import type { Change } from '../transition/apply-change.ts'
import { changeAndPublish, type DecideIn } from '../transition/change-job.ts'
import { cleanupTooLong } from '../transition/cleanup.ts'
import { reclaim } from '../transition/reclaim.ts'
import { isCertainlyGone } from './process-identity.ts'

/** Who looks, and since when it has been able to see, s. */
export interface Observer {
  readonly nodeId: number
  readonly connectedS: number
}

/**
 * Why a node is taken to be dead; undefined while it is not (design.md §3.9). Lock free and process certainly gone, or lock
 * free and silent for 2.5 s, or silent for 10 s. Silence says nothing while PostgreSQL or the observer have just come up,
 * so that a database that was away for 10 s re-runs no step.
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
/** A placement that was not fetched by then is returned to the queue. */
const FETCH_WITHIN_S = 3

/** Looks after what others have left lying: dead nodes, stranded placements, tries that are due. True when steps may be ready. */
export async function rescue(
  database: Database,
  carrier: Carrier,
  publish: Publish,
  observer: Observer,
): Promise<boolean> {
  const em = database.em.fork()
  await declareDeadNodes(em, carrier, publish, observer)
  const stranded = await strandedPlacements(em, FETCH_WITHIN_S)
  for (const placement of stranded) {
    await told(database, publish, placement.jobId, (job) => returned(job, placement))
  }
  const due = await dueRetries(em)
  for (const { jobId, step } of due) await told(database, publish, jobId, (job) => retried(job, step))
  const free = await resolvedWaits(em)
  for (const { jobId, step } of free) await told(database, publish, jobId, (job) => freed(job, step))
  const passed = await passedLimits(em)
  for (const limit of passed) await told(database, publish, limit.jobId, (job) => tooLong(job, limit))
  const orphans = await dropOrphans(em)
  return orphans || stranded.length + due.length + free.length + passed.length > 0
}

async function declareDeadNodes(
  em: EntityManager,
  carrier: Carrier,
  publish: Publish,
  observer: Observer,
): Promise<void> {
  for (const node of await seenNodes(em)) {
    const why = whyDead(node, isCertainlyGone(node), observer)
    if (why === undefined || !(await declareGone(em, node))) continue
    publish({ type: 'node-lost', node: node.id, why })
    await carrier.leave(node.id)
  }
}

function retried(job: LockedJob, step: number): Change | undefined {
  const due = job.steps.some(({ number, state }) => number === step && state === 'FAILED_RETRY')
  return due ? { transitions: [{ number: step, event: 'retry-due' }] } : undefined
}

function freed(job: LockedJob, number: number): Change | undefined {
  const step = job.steps.find((one) => one.number === number)
  if (step?.state !== 'WAITING' || step.waitsFor.length > 0) return undefined
  return { transitions: [{ number, event: eventAfterWait(step) }] }
}

/** A job whose time is over, unless it has started meanwhile, or is ending anyway. */
function tooLong(job: LockedJob, { what, limitS }: PassedLimit): Change | undefined {
  if (what === 'cleanup') return cleanupTooLong(job)
  if (job.abort || job.givenUp !== null || (what === 'queue' && (job.started || job.held || job.paused)))
    return undefined
  const reason =
    what === 'queue'
      ? `it was not started within its ${limitS} s in the queue`
      : `it took longer than its ${limitS} s`
  return { giveUp: reason, cause: reason }
}

/** Of a node that is gone, or that has not fetched it. */
function returned(job: LockedJob, { id, nodeGone }: StrandedPlacement): Change | undefined {
  const isFetched = job.placements.some((other) => other.id === id && other.fetched)
  return nodeGone || !isFetched ? reclaim(job, id, 'its worker is gone') : undefined
}

/** A job that cannot be moved is told of, and does not keep the others from being looked after. */
async function told(database: Database, publish: Publish, jobId: number, decide: DecideIn): Promise<void> {
  try {
    await changeAndPublish(database, publish, jobId, decide)
  } catch (error) {
    trouble(publish, `looking after job ${jobId}`)(error)
  }
}
