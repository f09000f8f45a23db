/** Lists the deliveries of a notification, and sends them again (Callsheet extensions). */
import {
  DELIVERY_OUTCOMES,
  NotificationDeliveryListDocument,
} from '../../schema/documents/notification-delivery.ts'
import { serialOf, siteId } from '../../schema/ids.ts'
import {
  countDeliveries,
  type DeliveryRow,
  findDelivery,
  listDeliveries,
  renewDelivery,
} from '../../schema/queries/notifications/deliveries.ts'
import {
  findNotification,
  type StoredNotification,
} from '../../schema/queries/notifications/notifications.ts'
import { invalidInput, notFound } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { operation } from '../http/operation.ts'
import { integerFrom, oneOf } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'

export const listTheDeliveries = operation({
  title: 'List the deliveries of a notification',
  description: 'The notification may be of any place. Callsheet extension.',
  method: 'GET',
  path: '/notification/:id/delivery',
  role: '_job_notification_read',
  query: {
    outcome: parameter(oneOf(DELIVERY_OUTCOMES), undefined, 'Only those of this outcome.'),
    first: parameter(integerFrom(1, 2_147_483_647), 1, 'The first entry, from 1.'),
    number: parameter(integerFrom(0, 1_000), 100, 'How many entries at most.'),
  },
  produces: NotificationDeliveryListDocument,
}).answer(async ({ path, query, em }) => {
  const { id } = await anyNotification(em, path.id)
  const counts = await countDeliveries(em, id)
  const { outcome, first, number } = query
  const rows = await listDeliveries(em, id, { first, number, outcome })
  const all = counts.pending + counts.delivered + counts.failed
  return { hits: outcome === undefined ? all : counts[outcome], ...counts, delivery: rows.map(documentOf) }
})

export const sendADeliveryAgain = operation({
  title: 'Send a delivery again',
  description: 'The same body, after those that are queued already. Callsheet extension.',
  method: 'POST',
  path: '/notification/:id/delivery/:deliveryId/send',
  role: '_job_notification_write',
}).answer(async ({ path, em }) => {
  const notification = await anyNotification(em, path.id)
  const deliveryId = /^[1-9]\d{0,14}$/.test(path.deliveryId) ? Number(path.deliveryId) : 0
  const delivery = deliveryId > 0 ? await findDelivery(em, deliveryId) : undefined
  if (delivery?.notificationId !== notification.id) throw notFound('Delivery', path.deliveryId)
  if (!(await renewDelivery(em, notification.id, deliveryId)))
    throw invalidInput('delivery', 'it has not ended yet', path.deliveryId)
  return undefined
})

async function anyNotification(em: Context['em'], named: string): Promise<StoredNotification> {
  const id = serialOf(named)
  const found = id === undefined ? undefined : await findNotification(em, id)
  if (!found) throw notFound('Notification', named)
  return found
}

function documentOf({
  entity = 'job',
  jobId,
  sequence,
  notificationId: _notification,
  contentType: _type,
  body: _body,
  created,
  status,
  milliseconds,
  answer,
  error,
  ...rest
}: DeliveryRow): NotificationDeliveryListDocument['delivery'][number] {
  return {
    ...rest,
    ...(entity === 'job' ? { jobId: siteId(jobId) } : { entity, entityId: siteId(jobId) }),
    ...{ sequenceNumber: sequence, created: new Date(created) },
    ...(status !== null && { status }),
    ...(milliseconds !== null && { milliseconds }),
    ...(answer !== null && { answer }),
    ...(error !== null && { error }),
  }
}
