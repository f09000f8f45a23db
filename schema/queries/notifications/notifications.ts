/** Reads and writes notifications. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** What a notification is for: all of a kind, or one of them. */
export interface NotificationScope {
  /** `job`, `item` …, or `placeholder`. */
  readonly entity: string
  /** The id of the only one; null: all. */
  readonly entityId: string | null
}

export interface StoredNotification extends NotificationScope {
  readonly id: number
  readonly document: Readonly<Record<string, unknown>>
  readonly externalIds: readonly string[]
}

const COLUMNS = 'id, entity, entity_id as "entityId", document, external_ids as "externalIds"'
const IN_SCOPE = 'entity = ? and entity_id is not distinct from ?::text'

export async function listNotifications(
  em: EntityManager,
  { entity, entityId }: NotificationScope,
): Promise<readonly StoredNotification[]> {
  const list = `select ${COLUMNS} from callsheet.notification where ${IN_SCOPE} order by id`
  return execute<StoredNotification>(em, list, [entity, entityId])
}

/** Those that events of jobs can fire. */
export async function jobNotifications(em: EntityManager): Promise<readonly StoredNotification[]> {
  const list = `select ${COLUMNS} from callsheet.notification where entity in ('job', 'placeholder') order by id`
  return execute<StoredNotification>(em, list)
}

export async function findNotification(
  em: EntityManager,
  id: number,
): Promise<StoredNotification | undefined> {
  const find = `select ${COLUMNS} from callsheet.notification where id = ?`
  const [found] = await execute<StoredNotification>(em, find, [id])
  return found
}

export async function addNotification(
  em: EntityManager,
  { entity, entityId }: NotificationScope,
  document: object,
): Promise<number> {
  const [row] = await execute<{ readonly id: number }>(em, ADD, [entity, entityId, JSON.stringify(document)])
  if (!row) throw new Error('the insert of the notification returned no row')
  return row.id
}

const ADD =
  'insert into callsheet.notification (entity, entity_id, document) values (?, ?, ?::jsonb) returning id'

export async function writeNotification(em: EntityManager, id: number, document: object): Promise<void> {
  await execute(em, 'update callsheet.notification set document = ?::jsonb where id = ?', [
    JSON.stringify(document),
    id,
  ])
}

export async function writeExternalIds(
  em: EntityManager,
  id: number,
  externalIds: readonly string[],
): Promise<void> {
  await execute(em, WRITE_EXTERNAL_IDS, [JSON.stringify(externalIds), id])
}

const WRITE_EXTERNAL_IDS = /* sql */ `
update callsheet.notification set external_ids = array(select jsonb_array_elements_text(?::jsonb)) where id = ?`

/** Its deliveries go with it. */
export async function removeNotification(em: EntityManager, id: number): Promise<void> {
  await execute(em, 'delete from callsheet.notification where id = ?', [id])
}

export async function removeNotifications(
  em: EntityManager,
  { entity, entityId }: NotificationScope,
): Promise<void> {
  await execute(em, `delete from callsheet.notification where ${IN_SCOPE}`, [entity, entityId])
}
