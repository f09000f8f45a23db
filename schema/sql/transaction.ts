import type { EntityManager } from '@mikro-orm/postgresql'
import { execute, executeTogether, onOneConnection, type Statement } from './execute.ts'

/**
 * A transaction for statements of `execute` alone: of MikroORM it has the connection, and none of what that does for entities, which
 * takes as long as some statements. Nothing in it may begin another. It does not wait for the answer to its `begin`: the first
 * statement goes right behind it, and fails where it fails. `em` is a fork of its own.
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
      // What cannot be rolled back has lost its connection, and with it PostgreSQL has done so.
      await execute(em, ...ROLLBACK).catch(() => undefined)
      throw error
    }
  })
}

/**
 * Ends a transaction with its last statements: they and the commit go out one right behind the other, and so do statements that are to
 * be carried out once it is committed. Resolves when it is; when one of the last fails, nothing of the transaction is kept. What
 * those afterwards answer is to be awaited before the transaction's work is done.
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

/** What the last statements of a transaction have answered, and what those after its commit will. */
export interface Committed {
  readonly answers: readonly (readonly unknown[])[]
  readonly afterwards: Promise<readonly (readonly unknown[])[]>
}

/** Those whose transactions need no commit any more. */
const COMMITTED = new WeakSet<EntityManager>()

const BEGIN: Statement = ['begin', []]
const COMMIT: Statement = ['commit', []]
const ROLLBACK: Statement = ['rollback', []]
