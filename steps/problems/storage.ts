import { isOnline, roomIn, type Storage } from '../../tasks/files/storages.ts'
import type { Condition, ProblemKind } from '../engine/declare/problem.ts'
import type { Tools } from '../tools.ts'

const TO_BE_ONLINE = 'to be online'
const TO_HAVE_ROOM = 'to have room'

/** A storage whose folder is gone, or that is declared OFFLINE. */
export function toBeOnline({ id, name }: Storage): Condition {
  const words = `the storage ${name} (${id}) ${TO_BE_ONLINE}`
  return { type: storage.type, resource: id, requirement: TO_BE_ONLINE, words, data: { storageId: id, name } }
}

/** A storage that is to take so many more bytes; `most` is what it holds in all, where that is known: it may grow. */
export function toHaveRoom({ id, name }: Storage, bytes: number, most = Number.POSITIVE_INFINITY): Condition {
  const data = { storageId: id, name, bytes: String(Math.ceil(bytes)) }
  const never = bytes > most ? `, though it holds only ${grouped(most)} bytes in all` : ''
  const words = `the storage ${name} (${id}) ${TO_HAVE_ROOM} for ${grouped(bytes)} bytes${never}`
  return { type: storage.type, resource: id, requirement: TO_HAVE_ROOM, words, data }
}

/** `1 200 000` */
function grouped(bytes: number): string {
  return String(Math.ceil(bytes)).replace(/\B(?=(\d{3})+$)/g, ' ')
}

export const storage: ProblemKind<Tools> = {
  type: 'STORAGE',
  description: `A storage is wanted ${TO_BE_ONLINE}, or ${TO_HAVE_ROOM} for \`bytes\` more.`,
  async check({ resource, requirement }, { storages }, signal) {
    const found = storages.find(({ id }) => id === resource)
    // The settings have changed: the step finds out where it stands.
    if (!found) return true
    const online = await isOnline(found)
    if (requirement !== TO_HAVE_ROOM) return online
    // It cannot be told from here, or not in time.
    const bytes = online ? await roomIn(found, signal).catch(() => undefined) : undefined
    return bytes === undefined ? undefined : { bytes }
  },
}
