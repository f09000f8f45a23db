/** Decides which notifications an event of an item, a file or a storage fires, and what is sent. Pure. */
import type { NotificationDocument } from '../../schema/documents/notification.ts'
import { siteId } from '../../schema/ids.ts'
import type { NewDelivery } from '../../schema/queries/notifications/deliveries.ts'
import type { MediaEventRow } from '../../schema/queries/notifications/media-events.ts'
import type { StoredNotification } from '../../schema/queries/notifications/notifications.ts'
import { contentTypeOf, type Pairs, written } from './body.ts'

type MediaHappening = Pick<MediaEventRow, 'kind' | 'event' | 'facts'>

/** The words that triggers have for an event. */
const WORDS = {
  create: ['create', 'new'],
  modify: ['modify', 'update', 'change'],
  delete: ['delete', 'remove'],
} as const

/** Whether it fires. A trigger without any event is one of every event. */
export function firesFor(
  { entity, entityId, document }: Pick<StoredNotification, 'entity' | 'entityId' | 'document'>,
  happened: MediaHappening,
): boolean {
  const at = placeOf(entity, happened)
  if (at === undefined || (entityId !== null && entityId !== siteId(at))) return false
  const { trigger = {} } = document as NotificationDocument
  return triggersFor(happened.kind).some((name) => isEventOf(trigger[name], happened.event))
}

/** The id of the item, file or storage that the notifications of a place are for, if they are for it. */
function placeOf(entity: string, { kind, facts }: MediaHappening): number | undefined {
  const { item, file, storage } = facts
  switch (kind) {
    case 'item':
    case 'metadata':
    case 'shape':
      return entity === 'item' ? item : undefined
    case 'file':
      return entity === 'storage'
        ? storage
        : entity === 'file' || entity === 'storage/file'
          ? file
          : undefined
    case 'storage':
      return entity === 'storage' ? storage : undefined
  }
}

/** A change of its metadata is one of the item, too. */
function triggersFor(kind: MediaEventRow['kind']): readonly MediaEventRow['kind'][] {
  return kind === 'metadata' ? ['metadata', 'item'] : [kind]
}

function isEventOf(trigger: unknown, event: MediaEventRow['event']): boolean {
  if (trigger === undefined) return false
  const named = typeof trigger === 'object' && trigger !== null ? Object.keys(trigger) : []
  const all: readonly string[] = Object.values(WORDS).flat()
  const wanted = named.filter((word) => all.includes(word))
  return wanted.length === 0 || wanted.some((word) => (WORDS[event] as readonly string[]).includes(word))
}

/** What the events fire, in their order. Actions other than HTTP fire nothing. */
export function firedByMedia(
  events: readonly MediaEventRow[],
  notifications: readonly StoredNotification[],
  baseUri: string,
): readonly NewDelivery[] {
  return events.flatMap((happened) =>
    notifications
      .filter((one) => firesFor(one, happened))
      .flatMap(({ id, document }) => {
        const { http } = (document as NotificationDocument).action
        const contentType = contentTypeOf(http?.contentType)
        if (!http || !contentType) return []
        const { kind, event, entityId, at } = happened
        return [
          {
            ...{ notificationId: id, entity: kind, jobId: entityId, action: event.toUpperCase() },
            ...{ sequence: 0, created: at, contentType },
            body: written(mediaPairs(happened, http.extradata, baseUri), contentType),
          },
        ]
      }),
  )
}

/** About the event, and the row as it was right after it. */
export function mediaPairs(
  { kind, event, facts }: MediaHappening,
  extradata: string | undefined,
  baseUri: string,
): Pairs {
  const idOf = (id: number | undefined) => (id === undefined ? undefined : siteId(id))
  const { user, tags, essenceVersion, path, uri, state, size, hash, storageType } = facts
  const item = idOf(facts.item)
  const all = {
    ...{ action: event.toUpperCase(), type: kind, item, itemId: item, changeId: idOf(facts.change) },
    ...{ shapeId: idOf(facts.shape), shapeTag: tags?.join(','), essenceVersion },
    ...{ fileId: idOf(facts.file), storageId: idOf(facts.storage), path, uri, state, size, hash },
    ...{ storageType, user, baseUri, extradata },
  }
  return Object.entries(all).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: String(value) }],
  )
}
