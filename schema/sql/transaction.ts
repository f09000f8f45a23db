/** Transactions of plain SQL statements. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute, executeTogether, onOneConnection, type Statement } from './execute.ts'

/**
 * Runs the work in a transaction. For statements sent with `execute` only: it skips MikroORM's work for
 * entities, which takes as long as some statements. Must not be nested, and `em` must be a fork of its own.
 * It does not wait for the result of `begin`: the first statement is sent right behind it, and fails if
 * `begin` fails.
 */
export async function transaction<T>(em: EntityManager, work: (em: EntityManager) => Promise<T>): Promise<T> {
  return onOneConnection(em, async () => {
    const begun = execute(em, ...BEGIN)
    begun.catch(() => undefined)
    try {
      const answer = await work(em)
      await begun
      if (!COMMITTED.has(em)) await execute(em, ...COMMIT)
      return answer
    } catch (error) {
      // A rollback fails only if the connection is lost, and then PostgreSQL rolls back.
      await execute(em, ...ROLLBACK).catch(() => undefined)
      throw error
    }
  })
}

/**
 * Sends the last statements of a transaction, its commit, and the statements to run after the commit, without
 * waiting in between. Resolves once the transaction is committed; if one of the last statements fails,
 * nothing of it is kept. The work of the transaction must await `afterwards` before it returns.
 */
export async function commitWith(
  em: EntityManager,
  last: readonly Statement[],
  afterwards: readonly Statement[] = [],
): Promise<Committed> {
  const committing = executeTogether(em, [...last, COMMIT])
  const then = executeTogether(em, afterwards)
  then.catch(() => undefined)
  const answers = await committing
  COMMITTED.add(em)
  return { answers: answers.slice(0, -1), afterwards: then }
}

/** The results of the last statements of a transaction, and of those after its commit. */
export interface Committed {
  readonly answers: readonly (readonly unknown[])[]
  readonly afterwards: Promise<readonly (readonly unknown[])[]>
}

/** Entity managers whose transaction `commitWith` has already committed. */
const COMMITTED = new WeakSet<EntityManager>()

const BEGIN: Statement = ['begin', []]
const COMMIT: Statement = ['commit', []]
const ROLLBACK: Statement = ['rollback', []]
