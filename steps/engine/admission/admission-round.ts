/** One round of admission: read the queue under the lock, decide, write. */
import type { EntityManager } from '@mikro-orm/postgresql'
import {
  type AdmissionLock,
  acquireAdmissionLock,
  REQUEST_COUNTER,
  requestedSince,
} from '../../../schema/queries/admission/admission-lock.ts'
import type { Candidate } from '../../../schema/queries/admission/ready-steps.ts'
import type { Depth } from '../../../schema/queries/admission/ready-steps-sql.ts'
import { type Placed, placedOf, writePlacements } from '../../../schema/queries/admission/write-placements.ts'
import type { WrittenChange } from '../../../schema/queries/transition/change-rows.ts'
import { writeChanges } from '../../../schema/queries/transition/write-change.ts'
import { isBound as isBoundBy } from '../../../schema/queue.ts'
import { retryConflicts } from '../../../schema/sql/conflict.ts'
import type { Database } from '../../../schema/sql/database.ts'
import type { Statement } from '../../../schema/sql/execute.ts'
import { commitWith, transaction } from '../../../schema/sql/transaction.ts'
import type { BegunAttempt } from '../attempt/begin.ts'
import { type Fitting, fitting } from './capacity.ts'
import { place } from './place.ts'

/** What a round has admitted, committed. */
export interface Admitted {
  /** Placements whose steps have not started: on other nodes, and of transactional steps. */
  readonly placed: readonly Placed[]
  /** Attempts that have started with the round, on the local node. */
  readonly begun: readonly BegunAttempt[]
  readonly changes: readonly WrittenChange[]
  /** Jobs that could not be started, with the reason. */
  readonly failed: ReadonlyMap<number, unknown>
  /** Steps that no node has been able to run for some seconds: they are to wait for one. */
  readonly unrunnable: readonly UnrunnableStep[]
}

/** A step that no node can run, and what is missing. */
export interface UnrunnableStep extends Candidate {
  readonly lacks: string
}

interface Round extends Admitted {
  readonly requestedAgain: boolean
  /** A rule limits how many jobs run. */
  readonly isBound: boolean
}

/** The node whose agent admits. */
export interface LocalNode {
  readonly nodeId: number
  /** Its free slots, of all categories. */
  readonly room: number
}

/** Undefined when another process holds the admission lock. */
export async function admissionRound(
  database: Database,
  local: LocalNode | undefined,
  depth: Depth,
  excluded: ReadonlySet<number>,
): Promise<Round | undefined> {
  // A job that ends meanwhile moves to another partition, which is a conflict for a transaction that wants
  // its row.
  return retryConflicts(() =>
    transaction(database.em.fork(), async (em) => {
      const lock = await acquireAdmissionLock(em, depth, local?.room)
      return lock && admit(em, lock, local?.nodeId, excluded)
    }),
  )
}

async function admit(
  em: EntityManager,
  lock: AdmissionLock,
  local: number | undefined,
  excluded: ReadonlySet<number>,
): Promise<Round> {
  const { rules, ...seen } = lock.snapshot
  const candidates = seen.candidates.filter(({ jobId }) => !excluded.has(jobId))
  const fits = fitting({ ...seen, rules, candidates }, local)
  const { others, here } = await place(em, lock, fits.placed, local)
  const { answers, afterwards } = await commitWith(em, written(others, here), [REQUEST_COUNTER])
  const [placed = []] = others.length > 0 ? answers : []
  const requestedAgain = await afterwards.then(
    ([counter = []]) => requestedSince(lock.requestCounter, counter),
    // The round is committed, even if the counter could not be read.
    () => true,
  )
  return {
    ...{ placed: placedOf(placed), begun: here.begun, changes: here.written, failed: here.failed },
    ...{ unrunnable: unrunnableOf(candidates, fits), requestedAgain, isBound: isBoundBy(rules) },
  }
}

type Decided = Awaited<ReturnType<typeof place>>

function written(others: Decided['others'], here: Decided['here']): readonly Statement[] {
  const starts = here.written.length > 0
  return [
    ...(others.length > 0 ? [writePlacements(others)] : []),
    ...(starts ? [writeChanges(here.written, here.placed)] : []),
    // Where no step starts, the commit need not wait for the disk (docs/decisions/0007).
    ...(others.length > 0 && !starts ? [COMMIT_SOON] : []),
  ]
}

function unrunnableOf(candidates: readonly Candidate[], { notPlaced }: Fitting): readonly UnrunnableStep[] {
  return candidates.flatMap((candidate) => {
    const not = notPlaced.get(candidate.stepId)
    const isUnrunnable = candidate.readyS > UNRUNNABLE_S && not?.why === 'no-able-node'
    return isUnrunnable ? [{ ...candidate, lacks: not.lacks }] : []
  })
}

/** A node that restarts is missing for some seconds, which is not worth a problem. */
const UNRUNNABLE_S = 5

const COMMIT_SOON: Statement = [/* sql */ `set local synchronous_commit = off`, []]
