/** The places of notifications: what each is for, and who may see and change it. */
import { serialOf, siteId } from '../../schema/ids.ts'
import {
  findNotification,
  type NotificationScope,
  type StoredNotification,
} from '../../schema/queries/notifications/notifications.ts'
import type { Role } from '../auth/roles.ts'
import { notFound } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { findJob } from '../job/request/find-job.ts'

export interface NotificationPlace {
  readonly path: string
  /** As the headings of the reference say it. */
  readonly of: string
  readonly read: Role
  readonly write: Role
}

const JOB = { read: '_job_notification_read', write: '_job_notification_write' } as const
const PLACEHOLDER = {
  read: '_placeholder_notification_read',
  write: '_placeholder_notification_write',
} as const
const OTHER = { read: '_administrator', write: '_administrator' } as const

export const PLACES: readonly NotificationPlace[] = [
  { path: '/job/notification', of: 'all jobs', ...JOB },
  { path: '/job/:jobId/notification', of: 'a job', ...JOB },
  { path: '/notification', of: 'placeholders', ...PLACEHOLDER },
  { path: '/storage/file/notification', of: 'files of storages', ...OTHER },
  { path: '/:entity/notification', of: 'another entity', ...OTHER },
  { path: '/:entity/:entityId/notification', of: 'one of another entity', ...OTHER },
]

/** Other entities. Those that nothing happens to here keep their notifications, which never fire. */
export const ENTITIES = [
  'item',
  'collection',
  'storage',
  'file',
  'quota',
  'group',
  'document',
  'deletion-lock',
] as const

export type PlacePath = Readonly<Record<string, string | undefined>>

/** What a path is for. Throws `notFound` for an unknown entity or job. */
export async function scopeOf(
  em: Context['em'],
  place: NotificationPlace,
  path: PlacePath,
): Promise<NotificationScope> {
  const { jobId, entity, entityId = null } = path
  if (place.path === '/notification') return { entity: 'placeholder', entityId: null }
  if (place.path.startsWith('/storage/file')) return { entity: 'storage/file', entityId: null }
  if (jobId !== undefined) {
    const { id } = await findJob(em, jobId, { metadata: false, steps: false })
    return { entity: 'job', entityId: siteId(id) }
  }
  if (entity === undefined) return { entity: 'job', entityId: null }
  if (!(ENTITIES as readonly string[]).includes(entity)) throw notFound('Entity', entity, ENTITIES)
  return { entity, entityId }
}

/** The notification that a path names. Throws `notFound` if it does not exist there. */
export async function notificationAt(
  em: Context['em'],
  place: NotificationPlace,
  path: PlacePath,
): Promise<StoredNotification> {
  const scope = await scopeOf(em, place, path)
  const { id: named = '' } = path
  const id = serialOf(named)
  const found = id === undefined ? undefined : await findNotification(em, id)
  if (found?.entity !== scope.entity || found.entityId !== scope.entityId)
    throw notFound('Notification', named)
  return found
}
