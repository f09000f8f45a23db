/** The operations on notifications, the same at each of their places (wire.md §14.1). */
import { NotificationDocument } from '../../schema/documents/notification.ts'
import { URIListDocument } from '../../schema/documents/uri-list.ts'
import { siteId } from '../../schema/ids.ts'
import {
  addNotification,
  listNotifications,
  removeNotification,
  removeNotifications,
  writeExternalIds,
  writeNotification,
} from '../../schema/queries/notifications/notifications.ts'
import { type Operation, operation } from '../http/operation.ts'
import { accepted, shown } from './accepted.ts'
import { type NotificationPlace, notificationAt, PLACES, type PlacePath, scopeOf } from './scopes.ts'

export const NOTIFICATION_OPERATIONS: readonly Operation[] = PLACES.flatMap((place) => [
  ...allAt(place),
  ...oneAt(place),
  ...externalIdsAt(place),
])

/** The paths of operations are built here, so their types are not known. */
const at = (path: unknown) => path as PlacePath

function allAt(place: NotificationPlace): readonly Operation[] {
  const { path, of, read, write } = place
  return [
    operation({
      ...{ title: `List the notifications of ${of}`, method: 'GET', path, role: read },
      produces: URIListDocument,
      plain: ({ uri }) => uri,
    }).answer(async ({ path: given, em, baseUrl }) => {
      const list = await listNotifications(em, await scopeOf(em, place, at(given)))
      const here = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(at(given)[name] ?? ''))
      return { uri: list.map(({ id }) => `${baseUrl}${here}/${siteId(id)}`) }
    }),
    operation({
      ...{ title: `Create a notification of ${of}`, method: 'POST', path, role: write },
      description: 'The answer has the id, not a URI.',
      accepts: NotificationDocument,
      needsBody: true,
      produces: URIListDocument,
      plain: ({ uri }) => uri,
    }).answer(async ({ path: given, body, em, settings }) => {
      const scope = await scopeOf(em, place, at(given))
      if (!body) return { uri: [] }
      const document = accepted(body, scope.entity, settings.notificationHosts)
      return { uri: [siteId(await addNotification(em, scope, document))] }
    }),
    operation({ title: `Delete the notifications of ${of}`, method: 'DELETE', path, role: write }).answer(
      async ({ path: given, em }) => {
        await removeNotifications(em, await scopeOf(em, place, at(given)))
        return undefined
      },
    ),
  ]
}

function oneAt(place: NotificationPlace): readonly Operation[] {
  const { of, read, write } = place
  const path = `${place.path}/:id`
  return [
    operation({
      ...{ title: `Retrieve a notification of ${of}`, method: 'GET', path, role: read },
      produces: NotificationDocument,
    }).answer(async ({ path: given, em }) => shown(await notificationAt(em, place, at(given)))),
    operation({
      ...{ title: `Modify a notification of ${of}`, method: 'PUT', path, role: write },
      description: 'Replaces the document. Its secret stays unless the new one has another, or an empty one.',
      ...{ accepts: NotificationDocument, produces: NotificationDocument },
    }).answer(async ({ path: given, body, em, settings }) => {
      const before = await notificationAt(em, place, at(given))
      if (!body) return shown(before)
      const document = accepted(body, before.entity, settings.notificationHosts, before)
      await writeNotification(em, before.id, document)
      return shown({ document })
    }),
    operation({ title: `Delete a notification of ${of}`, method: 'DELETE', path, role: write }).answer(
      async ({ path: given, em }) => {
        await removeNotification(em, (await notificationAt(em, place, at(given))).id)
        return undefined
      },
    ),
  ]
}

function externalIdsAt(place: NotificationPlace): readonly Operation[] {
  const { of, read, write } = place
  const path = `${place.path}/:id/external-id`
  const change = (title: string, method: 'PUT' | 'DELETE', one: boolean, to: Change) =>
    operation({ title, method, path: one ? `${path}/:externalId` : path, role: write }).answer(
      async ({ path: given, em }) => {
        const { id, externalIds } = await notificationAt(em, place, at(given))
        await writeExternalIds(em, id, to(externalIds, at(given)['externalId'] ?? ''))
        return undefined
      },
    )
  return [
    operation({
      ...{ title: `List the external ids of a notification of ${of}`, method: 'GET', path, role: read },
      produces: URIListDocument,
      plain: ({ uri }) => uri,
    }).answer(async ({ path: given, em }) => ({
      uri: (await notificationAt(em, place, at(given))).externalIds,
    })),
    change(`Add an external id to a notification of ${of}`, 'PUT', true, (ids, id) => [
      ...ids.filter((one) => one !== id),
      id,
    ]),
    change(`Delete an external id of a notification of ${of}`, 'DELETE', true, (ids, id) =>
      ids.filter((one) => one !== id),
    ),
    change(`Delete the external ids of a notification of ${of}`, 'DELETE', false, () => []),
  ]
}

type Change = (externalIds: readonly string[], externalId: string) => readonly string[]
