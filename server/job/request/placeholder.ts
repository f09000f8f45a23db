/** Reads the parameter `notification`. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { NotificationDocument } from '../../../schema/documents/notification.ts'
import { serialOf } from '../../../schema/ids.ts'
import { findNotification } from '../../../schema/queries/notifications/notifications.ts'
import { notFound } from '../../http/answer/fault.ts'

/** The id of a placeholder notification (wire.md §14.4). Throws `notFound` if there is none with this id. */
export async function placeholderNamed(
  em: EntityManager,
  named: string | undefined,
): Promise<number | undefined> {
  if (named === undefined) return undefined
  const id = serialOf(named)
  const found = id === undefined ? undefined : await findNotification(em, id)
  const trigger = (found?.document as NotificationDocument | undefined)?.trigger
  if (!found || (found.entity !== 'placeholder' && !trigger?.job?.placeholder))
    throw notFound('Notification', named)
  return found.id
}
