/** The problem STORAGE: a storage that is offline or has too little space. */

import { isOnline, roomIn, type Storage } from '../../tasks/files/storages.ts'
import type { Condition, ProblemKind } from '../engine/declare/problem.ts'
import type { Tools } from '../tools.ts'

const TO_BE_ONLINE = 'to be online'
const TO_HAVE_ROOM = 'to have room'

/** The condition for a storage that is declared OFFLINE or whose folder is missing. */
export function toBeOnline({ id, name }: Storage): Condition {
  const words = `the storage ${name} (${id}) ${TO_BE_ONLINE}`
  return { type: storage.type, resource: id, requirement: TO_BE_ONLINE, words, data: { storageId: id, name } }
}

/** The condition for a storage with too little space. `total`: its total space, if known; it may grow. */
export function toHaveRoom(
  { id, name }: Storage,
  bytes: number,
  total = Number.POSITIVE_INFINITY,
): Condition {
  const data = { storageId: id, name, bytes: String(Math.ceil(bytes)) }
  const tooSmall = bytes > total ? `, but its total size is only ${grouped(total)} bytes` : ''
  const words = `the storage ${name} (${id}) ${TO_HAVE_ROOM} for ${grouped(bytes)} bytes${tooSmall}`
  return { type: storage.type, resource: id, requirement: TO_HAVE_ROOM, words, data }
}

/** `1 200 000` */
function grouped(bytes: number): string {
  return String(Math.ceil(bytes)).replace(/\B(?=(\d{3})+$)/g, ' ')
}

export const storage: ProblemKind<Tools> = {
  type: 'STORAGE',
  description: `A storage is required ${TO_BE_ONLINE}, or ${TO_HAVE_ROOM} for \`bytes\` more.`,
  async check({ resource, requirement }, { storages }, signal) {
    const found = storages.find(({ id }) => id === resource)
    // The settings have changed: the step runs again and checks the new ones.
    if (!found) return true
    const online = await isOnline(found)
    if (requirement !== TO_HAVE_ROOM) return online
    // Undefined if the space cannot be determined from this node, or not in time.
    const bytes = online ? await roomIn(found, signal).catch(() => undefined) : undefined
    return bytes === undefined ? undefined : { bytes }
  },
}
