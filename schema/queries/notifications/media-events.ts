/** Reads the events of items, shapes, files and storages that no notification has been matched with yet. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'
import type { StoredNotification } from './notifications.ts'

export const MEDIA_EVENT_KINDS = ['item', 'metadata', 'shape', 'file', 'storage'] as const

export interface MediaEventRow {
  readonly id: string
  readonly kind: (typeof MEDIA_EVENT_KINDS)[number]
  readonly event: 'create' | 'modify' | 'delete'
  readonly entityId: number
  /** As PostgreSQL writes and reads it. */
  readonly at: string
  readonly facts: MediaEventFacts
}

/** The row as it was right after the event; of a deleted one, before. */
export interface MediaEventFacts {
  readonly item?: number
  readonly change?: number
  readonly shape?: number
  readonly file?: number
  readonly storage?: number
  readonly user?: string
  readonly tags?: readonly string[]
  readonly essenceVersion?: number
  readonly path?: string
  readonly uri?: string
  readonly state?: string
  readonly size?: number
  readonly hash?: string
  readonly storageType?: string
}

/** Expects the lock of `lockJobEvents`. */
export async function mediaEvents(em: EntityManager, most: number): Promise<readonly MediaEventRow[]> {
  return execute<MediaEventRow>(em, READ, [most])
}

const READ = /* sql */ `
select e.id::text as id, kind, event, entity_id as "entityId", at, facts
from callsheet.media_event e order by e.id limit ?`

export async function removeMediaEvents(em: EntityManager, ids: readonly string[]): Promise<void> {
  const remove = /* sql */ `
    delete from callsheet.media_event where id in (select jsonb_array_elements_text(?::jsonb)::bigint)`
  if (ids.length > 0) await execute(em, remove, [JSON.stringify(ids)])
}

/** Those that such events can fire. */
export async function mediaNotifications(em: EntityManager): Promise<readonly StoredNotification[]> {
  return execute<StoredNotification>(em, LIST)
}

const LIST = /* sql */ `
select id, entity, entity_id as "entityId", document, external_ids as "externalIds" from callsheet.notification
where entity in ('item', 'storage', 'file', 'storage/file') order by id`
