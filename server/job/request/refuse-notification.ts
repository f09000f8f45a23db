import { notFound } from '../../http/answer/fault.ts'

/** Throws `notFound` for a notification that there is none of. None can be made, so that is every one (wire.md §7.3). */
export function refuseNotification(id: string | undefined): void {
  if (id !== undefined) throw notFound('Notification', id)
}
