/** Restricts priority IMMEDIATE to super users: it bypasses the queue and its limits (wire.md §9.3). */
import type { Priority } from '../../../schema/states.ts'
import { type Caller, holds } from '../../auth/roles.ts'
import { forbidden } from '../../http/answer/fault.ts'

/** Throws `forbidden` for a user without the role _super_access_user. */
export function refuseImmediate(priority: Priority, user: Caller): void {
  if (priority !== 'IMMEDIATE' || holds(user, '_super_access_user')) return
  throw forbidden('priority IMMEDIATE needs the role _super_access_user', {
    context: '_super_access_user',
    id: user.name,
  })
}
