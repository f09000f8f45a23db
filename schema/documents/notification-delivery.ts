/** Describes the NotificationDeliveryListDocument (Callsheet extension). */

import {
  type DocumentOf,
  dateTime,
  document,
  element,
  integer,
  list,
  maybe,
  oneOf,
  shape,
  string,
} from '../document.ts'

/** What has become of a delivery. */
export const DELIVERY_OUTCOMES = ['pending', 'delivered', 'failed'] as const
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number]

const delivery = shape({
  id: element(integer, 'The id of the delivery.'),
  jobId: maybe(string, 'The job that it is about.'),
  entity: maybe(string, 'What it is about instead: item, metadata (by the change), shape, file or storage.'),
  entityId: maybe(string, 'The id of that.'),
  action: element(string, 'CREATE, UPDATE or STOP; of media CREATE, MODIFY or DELETE.'),
  sequenceNumber: element(integer, 'As delivered: it grows with each change of the job.'),
  created: element(dateTime, 'When the event happened.'),
  outcome: element(oneOf(DELIVERY_OUTCOMES), 'What has become of it.'),
  attempts: element(integer, 'How often it was tried.'),
  status: maybe(integer, 'The status of the last response.'),
  milliseconds: maybe(integer, 'The time that the last attempt took.'),
  answer: maybe(string, 'The beginning of the last response.'),
  error: maybe(string, 'Why there was no response.'),
})

export const NotificationDeliveryListDocument = document(
  'NotificationDeliveryListDocument',
  {
    hits: element(integer, 'The number of deliveries that match.'),
    pending: element(integer, 'How many of this notification are still to be delivered.'),
    delivered: element(integer, 'How many were delivered.'),
    failed: element(integer, 'How many were given up.'),
    delivery: list(delivery, 'The deliveries, the newest first.'),
  },
  { description: 'What has been delivered for a notification (Callsheet extension).' },
)
export type NotificationDeliveryListDocument = DocumentOf<typeof NotificationDeliveryListDocument>
