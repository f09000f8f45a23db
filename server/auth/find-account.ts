/** Finds accounts in the database, for `Credentials`. */
import { User } from '../../schema/tables/user.ts'
import type { Context } from '../http/context.ts'
import type { FindAccount } from './credentials.ts'

/** `fork` returns a new entity manager for each lookup. User names are case-sensitive. */
export function findAccountIn(fork: () => Context['em']): FindAccount {
  return async (name) => {
    const user = await fork().findOne(User, { name })
    if (!user) return null
    const { roles, passwordHash, disabled, defaultPassword } = user
    return { name, roles, passwordHash, disabled, defaultPassword }
  }
}
