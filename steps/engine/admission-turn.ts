/** Whose turn it is to decide who starts: a lock that is held to the end of the transaction. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../schema/execute.ts'

/** Leaves the mark that an admission is wanted, and takes the turn where it is free. */
export async function tryTurn(
  em: EntityManager,
): Promise<{ readonly wanted: number; readonly mine: boolean }> {
  const [turn] = await execute<{ wanted: string; mine: boolean }>(em, TRY_TURN, [ADMISSION_LOCK])
  return { wanted: Number(turn?.wanted), mine: turn?.mine ?? false }
}

/** Waits for the turn. Who asks for an admission meanwhile is not heard, so one is to be asked for afterwards. */
export async function awaitTurn(em: EntityManager): Promise<void> {
  await execute(em, AWAIT_TURN, [ADMISSION_LOCK])
}

/** The mark that was left last. */
export async function lastWanted(em: EntityManager): Promise<number | undefined> {
  const [row] = await execute<{ last: string }>(em, LAST_WANTED)
  return row && Number(row.last)
}

/** Any number will do as long as it is ours: "ADMI" in ASCII. */
const ADMISSION_LOCK = 0x41444d49

// The mark is left before the lock is tried: who holds it then sees the mark after letting go, so one of the two goes round.
const TRY_TURN = /* sql */ `
with mark as materialized (
  select nextval('callsheet.admission_wanted') as wanted, set_config('synchronous_commit', 'off', true)
)
select wanted, pg_try_advisory_xact_lock(?) as mine from mark`

const AWAIT_TURN = /* sql */ `select pg_advisory_xact_lock(?)`

const LAST_WANTED = /* sql */ `select last_value as last from callsheet.admission_wanted`
