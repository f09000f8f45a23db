/** Finds the account of a user, each time it signs in or makes a request. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { type AccountRow, readAccount, readAccountNamed } from '../../schema/queries/access/accounts.ts'

/** Null for an unknown name; names are case-sensitive. */
export type FindAccount = (name: string) => Promise<AccountRow | null>

/** `fork` returns a new entity manager for each lookup. */
export function findAccountIn(fork: () => EntityManager): FindAccount {
  return async (name) => (await readAccount(fork(), name)) ?? null
}

/** By its name or an alias. */
export function findAccountNamedIn(fork: () => EntityManager): FindAccount {
  return async (name) => (await readAccountNamed(fork(), name)) ?? null
}
