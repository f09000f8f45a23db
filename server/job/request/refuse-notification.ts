/** Refuses the parameter `notification`. */
import { notFound } from '../../http/answer/fault.ts'

/** Throws `notFound` for every id: notifications cannot be created, so all ids are unknown (wire.md §7.3). */
export function refuseNotification(id: string | undefined): void {
  if (id !== undefined) throw notFound('Notification', id)
}
