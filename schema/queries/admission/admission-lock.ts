import type { EntityManager } from '@mikro-orm/postgresql'
import { isBound } from '../../queue.ts'
import { execute, executeTogether, type Statement } from '../../sql/execute.ts'
import { type Depth, looking, readySteps, type Seen, seenIn, WIDE } from './ready-steps.ts'
import { sayingTurn } from './ready-steps-sql.ts'

/** The right to admit until the transaction ends. */
export interface AdmissionLock extends Seen {
  /** The mark it began at: a later one is of somebody who wants another admission. */
  readonly requestCounter: number
}

/**
 * Takes the admission lock and reads what there is to decide upon, for who is about to begin up to `steps` of it; undefined when another
 * process holds the lock. What is ready is read by a statement of its own, for the snapshot of the one that takes the lock is older
 * than the lock; all go out together.
 */
export async function acquireAdmissionLock(
  em: EntityManager,
  look: Depth,
  steps = 0,
): Promise<AdmissionLock | undefined> {
  const [turns = [], read = []] = await executeTogether(em, [
    [TAKE_TURN, [ADMISSION_LOCK]],
    looking(look, steps),
  ])
  const [turn] = turns as { readonly wanted: string; readonly mine: boolean }[]
  if (!turn?.mine) return undefined
  const { situation, ...first } = seenIn(read)
  const isWider = isBound(situation.rules) && !look.atRunning
  return {
    ...first,
    requestCounter: Number(turn.wanted),
    situation: isWider ? await readySteps(em, WIDE) : situation,
  }
}

/** Waits for the lock. Who asks for an admission meanwhile is not heard, so one is to be asked for afterwards. */
export async function waitForAdmissionLock(em: EntityManager): Promise<void> {
  await execute(em, AWAIT_TURN, [ADMISSION_LOCK])
}

/** Asks, once the lock is given back, for the last mark. */
export const REQUEST_COUNTER: Statement = [
  /* sql */ `select last_value as last from callsheet.admission_wanted`,
  [],
]

/** Whether an admission was wanted since the mark, by what `LAST_WANTED` has answered. */
export function requestedSince(mark: number, rows: readonly unknown[]): boolean {
  const [row] = rows as readonly { readonly last: string }[]
  return row !== undefined && Number(row.last) > mark
}

/** Any number will do as long as it is ours: "ADMI" in ASCII. */
const ADMISSION_LOCK = 0x41444d49

// The mark is left before the lock is tried: who holds it then sees the mark after letting go, so one of the two goes round.
const TAKE_TURN = /* sql */ `
with mark as materialized (select nextval('callsheet.admission_wanted') as wanted),
turn as materialized (select wanted, pg_try_advisory_xact_lock(?) as mine from mark)
select wanted, mine, ${sayingTurn('mine')} from turn`

const AWAIT_TURN = /* sql */ `select pg_advisory_xact_lock(?)`
