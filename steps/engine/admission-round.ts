import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { throughConflicts } from '../../schema/conflict.ts'
import type { Database } from '../../schema/database.ts'
import { executeTogether, type Statement } from '../../schema/execute.ts'
import { freeJobsOf, lockingFreeJobs } from '../../schema/queries/lock-job.ts'
import { markingAdmitted } from '../../schema/queries/mark-admitted.ts'
import { type Decided, numberingPlacements, type Placed, placing } from '../../schema/queries/place-steps.ts'
import type { Candidate, Look } from '../../schema/queries/ready-steps.ts'
import { LAST_WANTED, type Turn, takeTurn, wantedSince } from '../../schema/queries/take-turn.ts'
import { writing } from '../../schema/queries/write-change.ts'
import type { WrittenChange } from '../../schema/queries/written-change.ts'
import { isBound as isBoundBy } from '../../schema/queue.ts'
import { commitWith, transaction } from '../../schema/transaction.ts'
import { type Begun, type BegunTogether, beginAll } from './begin.ts'
import { type Fitting, fitting } from './capacity.ts'
import type { Carrier } from './carry.ts'

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
  /** Whether another was wanted meanwhile. */
  readonly isWanted: boolean
  /** Whether anything but the hosts bounds how many jobs run. */
  readonly isBound: boolean
}

/**
 * One round of admission under its lock, which looks so far; undefined when another process holds the lock.
 * What is placed on `node` begins in the same transaction.
 */
export async function admissionRound(
  database: Database,
  carrier: Carrier,
  node: number | undefined,
  look: Look,
): Promise<Round | undefined> {
  // A job that ends meanwhile moves to another partition, which is a conflict for who wants its row.
  return throughConflicts(() =>
    transaction(database.em.fork(), async (em) => {
      const turn = await takeTurn(em, look)
      return turn && admitted(em, carrier, turn, node)
    }),
  )
}

async function admitted(
  em: EntityManager,
  carrier: Carrier,
  { wanted, situation }: Turn,
  node: number | undefined,
): Promise<Round> {
  const fits = fitting(situation)
  const { others, here } = await place(em, carrier, fits.placed, node)
  const { begun, written } = here
  const [isAny, isBound] = [written.length > 0, isBoundBy(situation.rules)]
  const last = [
    ...(await carrier.placing(others)),
    ...(isAny ? [writing(written, here.placed)] : []),
    ...(isBound ? entering(fits.short) : []),
    // Where nothing begins, the commit need not wait for the disk (docs/decisions/0007).
    ...(others.length > 0 && !isAny ? [SOON] : []),
  ]
  const [lastWanted = []] = (await commitWith(em, last, [LAST_WANTED])).slice(-1)
  const placed = [...others, ...here.placed]
  const stranded = strandedOf(situation.candidates, fits)
  const isWanted = wantedSince(wanted, lastWanted)
  return { isWanted, isBound, admitted: { placed, begun, written, short: fits.short, stranded } }
}

/** What goes to other nodes is written; what begins here is decided, on jobs that are locked and read by then. */
async function place(
  em: EntityManager,
  carrier: Carrier,
  decided: readonly Decided[],
  node: number | undefined,
): Promise<{ readonly others: readonly Placed[]; readonly here: BegunTogether }> {
  if (decided.length === 0) return { others: [], here: NONE_BEGUN }
  const { here = [], others = [] } = Object.groupBy(decided, ({ nodeId }) =>
    nodeId === node ? 'here' : 'others',
  )
  // Now, for it may want another connection, and who has that may wait for a job that is locked here.
  await carrier.reach(others.map(({ nodeId }) => nodeId))
  const answers = await executeTogether(em, [
    ...(others.length > 0 ? [placing(others)] : []),
    numberingPlacements(here.length),
    lockingFreeJobs([...new Set(here.map(({ jobId }) => jobId))]),
  ])
  const [locked = [], numbers = [], placed = []] = answers.toReversed()
  const ids = numbers as readonly { readonly id: number }[]
  const placements = here.flatMap((one, at) =>
    ids.slice(at, at + 1).map(({ id }) => ({ ...one, id, carrier: randomUUID() })),
  )
  return { others: placed as Placed[], here: beginAll(placements, freeJobsOf(locked)) }
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

const NONE_BEGUN: BegunTogether = { placed: [], begun: [], written: [] }

/** A node that is started anew is missing for some seconds, and nobody should be told of it. */
const STRANDED_S = 5

const SOON: Statement = [/* sql */ `set local synchronous_commit = off`, []]
