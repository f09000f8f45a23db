import type { EntityManager } from '@mikro-orm/postgresql'
import {
  type AdmissionLock,
  acquireAdmissionLock,
  REQUEST_COUNTER,
  requestedSince,
} from '../../../schema/queries/admission/admission-lock.ts'
import { markingAdmitted } from '../../../schema/queries/admission/mark-admitted.ts'
import type { Candidate, Depth } from '../../../schema/queries/admission/ready-steps.ts'
import type { Placed } from '../../../schema/queries/admission/write-placements.ts'
import { writeChanges } from '../../../schema/queries/transition/write-change.ts'
import type { WrittenChange } from '../../../schema/queries/transition/written-change.ts'
import { isBound as isBoundBy } from '../../../schema/queue.ts'
import { retryConflicts } from '../../../schema/sql/conflict.ts'
import type { Database } from '../../../schema/sql/database.ts'
import type { Statement } from '../../../schema/sql/execute.ts'
import { commitWith, transaction } from '../../../schema/sql/transaction.ts'
import type { Begun } from '../attempt/begin.ts'
import type { Carrier } from '../attempt/carry.ts'
import { type Fitting, fitting } from './capacity.ts'
import { place } from './place.ts'

export interface Admitted {
  readonly placed: readonly Placed[]
  /** Those of them, on the admitter's own node, whose steps have begun with it. */
  readonly begun: readonly Begun[]
  readonly written: readonly WrittenChange[]
  readonly short: readonly Candidate[]
  /** Steps that no node can run, and none could for some seconds: they are to wait for one. */
  readonly stranded: readonly Stranded[]
}

/** A step that no node can run, with what is lacking. */
export interface Stranded extends Candidate {
  readonly lacks: string
}

/** What came of a round. */
export interface Round {
  readonly admitted: Admitted
  /** Whether what was done about it has made other steps ready. */
  readonly released: Promise<boolean>
  /** Whether another was wanted meanwhile. */
  readonly isWanted: boolean
  /** Whether something that is ready found no place. */
  readonly isAnyLeft: boolean
  /** Whether anything but the hosts bounds how many jobs run. */
  readonly isBound: boolean
  /**
   * Nodes that would have been given steps, had the carrier reached them. That may want another connection, and who has it may wait for
   * a job that the round has locked: so it is done between two rounds.
   */
  readonly unreached: readonly number[]
}

/** The node whose process admits. */
export interface LocalNode {
  readonly nodeId: number
  /** How many steps it has slots for that nothing holds, whatever they are for. */
  readonly room: number
}

/** Is told what was admitted, as soon as it is committed; true when that has made other steps ready. */
export type OnAdmitted = (admitted: Admitted) => Promise<boolean>

/**
 * One round of admission under its lock, which looks so far; undefined when another process holds the lock. What is placed `here`
 * begins in the same transaction.
 */
export async function admissionRound(
  database: Database,
  carrier: Carrier,
  here: LocalNode | undefined,
  look: Depth,
  onAdmitted: OnAdmitted,
): Promise<Round | undefined> {
  // A job that ends meanwhile moves to another partition, which is a conflict for who wants its row.
  return retryConflicts(() =>
    transaction(database.em.fork(), async (em) => {
      const turn = await acquireAdmissionLock(em, look, here?.room)
      return turn && inTurn(em, carrier, turn, here?.nodeId, onAdmitted)
    }),
  )
}

async function inTurn(
  em: EntityManager,
  carrier: Carrier,
  turn: AdmissionLock,
  node: number | undefined,
  onAdmitted: OnAdmitted,
): Promise<Round> {
  const { situation } = turn
  const fits = fitting(situation)
  const { others, here, unreached } = await place(em, carrier, turn, fits.placed, node)
  const { begun, written } = here
  const [isAny, isBound] = [written.length > 0, isBoundBy(situation.rules)]
  const last = [
    ...(await carrier.placing(others)),
    ...(isAny ? [writeChanges(written, here.placed)] : []),
    ...(isBound ? entering(fits.short) : []),
    // Where nothing begins, the commit need not wait for the disk (docs/decisions/0007).
    ...(others.length > 0 && !isAny ? [SOON] : []),
  ]
  const { afterwards } = await commitWith(em, last, [REQUEST_COUNTER])
  const placed = [...others, ...here.placed]
  const stranded = strandedOf(situation.candidates, fits)
  const admitted = { placed, begun, written, short: fits.short, stranded }
  // What has begun is not kept waiting for the mark.
  const released = onAdmitted(admitted)
  released.catch(() => undefined)
  const isWanted = await afterwards.then(
    ([lastWanted = []]) => requestedSince(turn.requestCounter, lastWanted),
    // What was committed stands, whether or not the mark could be read.
    () => true,
  )
  return { isWanted, isBound, isAnyLeft: fits.notPlaced.size > 0, unreached, admitted, released }
}

function entering(short: readonly Candidate[]): readonly Statement[] {
  const jobIds = short.filter(({ running }) => !running).map(({ jobId }) => jobId)
  return jobIds.length > 0 ? [markingAdmitted(jobIds)] : []
}

function strandedOf(candidates: readonly Candidate[], { notPlaced }: Fitting): readonly Stranded[] {
  return candidates.flatMap((candidate) => {
    const not = notPlaced.get(candidate.stepId)
    const isStranded = candidate.readyS > STRANDED_S && not?.why === 'no-able-node'
    return isStranded ? [{ ...candidate, lacks: not.lacks }] : []
  })
}

/** A node that is started anew is missing for some seconds, and nobody should be told of it. */
const STRANDED_S = 5

const SOON: Statement = [/* sql */ `set local synchronous_commit = off`, []]
