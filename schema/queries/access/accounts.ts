/** The accounts that users sign in with. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** A user, as signing in needs it. */
export interface AccountRow {
  readonly name: string
  /** Those of its groups included. */
  readonly roles: readonly string[]
  readonly passwordHash: string
  readonly disabled: boolean
  readonly defaultPassword: boolean
}

/** Undefined for an unknown name; names are case-sensitive. Relies on the primary keys. */
export async function readAccount(em: EntityManager, name: string): Promise<AccountRow | undefined> {
  const [account] = await execute<AccountRow>(em, READ_ACCOUNT, [name])
  return account
}

const ACCOUNT = /* sql */ `
select name, callsheet.roles_of(name) as roles, password_hash as "passwordHash", disabled,
  default_password as "defaultPassword"
from callsheet.user_account`

const READ_ACCOUNT = /* sql */ `${ACCOUNT} where name = ?`

/** By its name or an alias, which is the name of no user. */
export async function readAccountNamed(em: EntityManager, name: string): Promise<AccountRow | undefined> {
  const [account] = await execute<AccountRow>(em, READ_ACCOUNT_NAMED, [name, name])
  return account
}

const READ_ACCOUNT_NAMED = /* sql */ `${ACCOUNT}
where name = coalesce((select user_name from callsheet.user_alias where alias = ?), ?)`

/**
 * Locks all changes to users and groups until the end of the transaction, so that of two changes that each
 * leave another administrator, not both are made.
 */
export async function lockUsers(tx: EntityManager): Promise<void> {
  await execute(tx, LOCK_USERS)
}

/** "USER" in ASCII; any number that is ours will do. */
const LOCK_USERS = /* sql */ `select pg_advisory_xact_lock(1431520594)`

/** Whether an administrator is left who can sign in with a password. Reads all users. */
export async function hasAdministrator(tx: EntityManager): Promise<boolean> {
  return (await execute(tx, ADMINISTRATOR)).length > 0
}

const ADMINISTRATOR = /* sql */ `
select
from callsheet.user_account u
where not u.disabled and u.password_hash <> ''
  and callsheet.roles_of(u.name) && array['_administrator', '_super_access_user']
limit 1`
