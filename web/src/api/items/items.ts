/** Lists, searches and reads items. */
import { callFor } from '../call.ts'
import type { Item } from './item.ts'

export interface ItemPage {
  readonly hits: number
  readonly item: readonly Item[]
}

/** `PUT /item`: the newest first. `text`: only items that contain all these words. */
export async function searchItems(text: string, number: number, signal: AbortSignal): Promise<ItemPage> {
  const { hits = 0, item = [] } = await callFor<Partial<ItemPage>>({
    ...{ method: 'PUT', path: 'item', signal },
    query: { content: 'metadata', field: SHOWN_FIELDS, terse: true, number },
    body: text === '' ? {} : { text: [{ value: text }] },
  })
  return { hits, item }
}

/** The fields that a card of the list shows. */
const SHOWN_FIELDS =
  'title,originalFilename,mediaType,durationSeconds,shapeTag,created,representativeThumbnailNoAuth'

/** `GET /item/(item-id)`: its values, its shapes with a link to each file, and its pictures. */
export function readItem(id: string, signal: AbortSignal): Promise<Item> {
  return callFor({
    ...{ method: 'GET', path: `item/${encodeURIComponent(id)}`, signal },
    query: { content: 'metadata,shape,thumbnail', terse: true, methodType: 'AUTO', 'noauth-url': true },
  })
}

/**
 * `GET /item/(item-id)/shape/(shape-id)/package`: the manifest that players open, for anyone until it
 * expires.
 */
export async function readManifest(
  id: string,
  shapeId: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const path = `item/${encodeURIComponent(id)}/shape/${encodeURIComponent(shapeId)}/package`
  const { uri = [] } = await callFor<{ readonly uri?: readonly string[] }>({
    ...{ method: 'GET', path, query: { 'noauth-url': true }, signal },
  })
  return uri.find((one) => one.endsWith('.m3u8'))
}
