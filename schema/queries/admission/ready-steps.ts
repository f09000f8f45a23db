/** Reads the input of an admission: the ready steps, the nodes, the ledger and the rules. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { QueueRules } from '../../queue.ts'
import { execute, type Statement } from '../../sql/execute.ts'
import type { NodeCapacity } from '../nodes/nodes-here.ts'
import type { LockedJob } from '../transition/lock-job.ts'
import { type Depth, readyStepsSql, WIDE } from './ready-steps-sql.ts'

/** A ready step. */
export interface Candidate {
  readonly stepId: number
  readonly jobId: number
  readonly number: number
  /** As `schema/need.ts` writes it. */
  readonly need: string
  readonly priority: number
  readonly runsAs: 'STARTED' | 'STARTED_ASYNCHRONOUS'
  /** How long it has been ready, s. */
  readonly readyS: number
  /** Whether its job counts as running already; false where no rule limits running jobs. */
  readonly running: boolean
}

/** What placements hold, by node, category and GPU. */
export interface HeldResources {
  readonly nodeId: number
  readonly hostId: string
  readonly category: string
  readonly gpu: string | null
  readonly count: number
  /** MiB of that GPU. */
  readonly vram: number
}

/** Running jobs, counted by what the queue rules distinguish. */
export interface RunningJobs {
  readonly priority: number
  readonly groups: readonly string[]
  readonly count: number
}

/** The input of an admission. */
export interface QueueSnapshot {
  readonly candidates: readonly Candidate[]
  readonly nodes: readonly NodeCapacity[]
  readonly held: readonly HeldResources[]
  readonly rules: QueueRules
  /** Empty where no rule limits running jobs. */
  readonly running: readonly RunningJobs[]
}

/** The answer of the statement that reads the queue. */
export interface QueueRead {
  readonly snapshot: QueueSnapshot
  /** The jobs of the first candidates, locked; jobs that another transaction holds are missing. */
  readonly locked: readonly LockedJob[]
  /** Ids for placements that start with this admission. */
  readonly ids: readonly number[]
}

/**
 * The first ready steps of each need, the nodes, the ledger and the rules, in one snapshot. The needs are
 * found by hopping along the partial index `step_ready`, so the cost does not grow with the queue. Where a
 * rule limits running jobs, the steps of running jobs are candidates whatever is ahead of them: otherwise a
 * full queue would wait for jobs that wait for it.
 */
export async function readySteps(em: EntityManager, depth: Depth = WIDE): Promise<QueueSnapshot> {
  return queueReadOf(await execute(em, ...queueSnapshot(depth, 0))).snapshot
}

/**
 * The same for an admission that can start up to `steps` steps, with their jobs locked. `queueReadOf` reads
 * the answer.
 */
export function queueSnapshot(depth: Depth, steps: number): Statement {
  return [readyStepsSql(depth), depth.locks > 0 ? [Math.min(steps, depth.locks)] : []]
}

/** A step can be a candidate twice: among the first, and as a step of a running job. */
export function queueReadOf(rows: readonly unknown[]): QueueRead {
  const [row] = rows as readonly { readonly snapshot: QueueSnapshot & Omit<QueueRead, 'snapshot'> }[]
  if (!row) throw new Error('the queue has no rules')
  const { locked, ids, candidates, ...rest } = row.snapshot
  const steps = new Map(candidates.map((candidate) => [candidate.stepId, candidate] as const))
  return { snapshot: { ...rest, candidates: [...steps.values()] }, locked, ids }
}
