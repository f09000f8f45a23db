/** Creates the user `admin` at startup, and sets its password. */
import { hasAdministrator } from '../../schema/queries/access/accounts.ts'
import { User } from '../../schema/tables/user.ts'
import type { Context } from '../http/context.ts'
import { hashPassword, verifyPassword } from './password/password.ts'

/**
 * Ensures that the user `admin` exists, as a super user and administrator. A given password replaces that of
 * `admin`. Without one, a new `admin` gets the default password, valid only from this machine (design.md §5),
 * unless there is another administrator.
 * Returns whether `admin` has the default password.
 */
export async function ensureAdmin(em: Context['em'], password: string | undefined): Promise<boolean> {
  const admin = await em.findOne(User, { name: ADMIN })
  if (admin && (password === undefined || (await verifyPassword(password, admin.passwordHash))))
    return admin.defaultPassword
  // An installation may do without `admin`, whom the default password would bring back.
  if (password === undefined && (await hasAdministrator(em))) return false
  const passwordHash = await hashPassword(password ?? DEFAULT_PASSWORD)
  const row = {
    name: ADMIN,
    passwordHash,
    roles: [...ROLES_OF_ADMIN],
    disabled: false,
    defaultPassword: password === undefined,
  }
  // An upsert, because two servers may start at once.
  await em.upsert(User, row, { onConflictAction: password === undefined ? 'ignore' : 'merge' })
  return row.defaultPassword
}

const ADMIN = 'admin'
const DEFAULT_PASSWORD = 'admin'
const ROLES_OF_ADMIN = ['_super_access_user', '_administrator'] as const
