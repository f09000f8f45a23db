import type { EntityManager } from '@mikro-orm/postgresql'
import type { QueueRules } from '../../queue.ts'
import { execute, type Statement } from '../../sql/execute.ts'
import type { NodeCapacity } from '../nodes/nodes-here.ts'
import type { LockedJob } from '../transition/lock-job.ts'
import { readyStepsSql } from './ready-steps-sql.ts'

export interface Candidate {
  readonly stepId: number
  readonly jobId: number
  readonly number: number
  /** As `schema/need.ts` writes it. */
  readonly need: string
  readonly priority: number
  readonly runsAs: 'STARTED' | 'STARTED_ASYNCHRONOUS'
  /** How long it is ready, s. */
  readonly readyS: number
  /** Whether its job has its place among the jobs that run; false where no rule asks for it. */
  readonly running: boolean
}

export interface HeldResources {
  readonly nodeId: number
  readonly hostId: string
  readonly category: string
  readonly gpu: string | null
  readonly count: number
  /** MiB on that GPU. */
  readonly vram: number
}

/** The jobs that run, counted by what the rules of the queue look at. */
export interface RunningJobs {
  readonly priority: number
  readonly groups: readonly string[]
  readonly count: number
}

/** What admission decides upon: who is ready, which nodes are here, what is held, and what bounds the queue. */
export interface QueueSnapshot {
  readonly candidates: readonly Candidate[]
  readonly nodes: readonly NodeCapacity[]
  readonly held: readonly HeldResources[]
  readonly rules: QueueRules
  /** Empty where no rule asks for it. */
  readonly running: readonly RunningJobs[]
}

/** What one look at the queue has found. */
export interface Seen {
  readonly situation: QueueSnapshot
  /** The jobs of the first candidates, locked, but for those that somebody else holds. */
  readonly locked: readonly LockedJob[]
  /** Ids that placements may have: one for each of the first candidates whose job is locked. */
  readonly ids: readonly number[]
}

/** How far one round of admission looks. */
export interface Depth {
  /** How many ready steps of each need. */
  readonly perNeed: number
  /** Whether also at the jobs that run: needed where a rule bounds how many do. */
  readonly atRunning: boolean
  /** How many of the jobs that are first are locked and read with it, at most, by who has the right to admit. */
  readonly locks: number
}

/** As far as an admission ever looks. */
export const WIDE: Depth = { perNeed: 50, atRunning: true, locks: 0 }
/** More steps than most nodes have slots, and no more: it takes a third of the time. */
export const NARROW: Depth = { perNeed: 16, atRunning: false, locks: 16 }

/**
 * The first few ready steps of each need, the nodes, the ledger and the rules, in one snapshot. Runs under the admission lock.
 * The needs are found by hopping along the partial index `step_ready`, so the cost does not grow with the queue. Where a rule
 * bounds how many jobs run, the steps of jobs that run already are among the candidates whatever stands before them: else a
 * full queue would wait for jobs that wait for it.
 */
export async function readySteps(em: EntityManager, look: Depth = WIDE): Promise<QueueSnapshot> {
  return seenIn(await execute(em, ...looking(look, 0))).situation
}

/** The same for who admits and is about to begin as many steps: locks and reads their jobs, where the look does so. Answers for `seenIn`. */
export function looking(look: Depth, jobs: number): Statement {
  return [readyStepsSql(look), look.locks > 0 ? [Math.min(jobs, look.locks)] : []]
}

/** A step may be among the candidates twice: as one of the first, and as one of a job that runs. */
export function seenIn(rows: readonly unknown[]): Seen {
  const [row] = rows as readonly { readonly situation: QueueSnapshot & Omit<Seen, 'situation'> }[]
  if (!row) throw new Error('the queue has no rules')
  const { locked, ids, candidates, ...rest } = row.situation
  const steps = new Map(candidates.map((candidate) => [candidate.stepId, candidate] as const))
  return { situation: { ...rest, candidates: [...steps.values()] }, locked, ids }
}
