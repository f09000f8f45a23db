/** The problem OPEN_FILE: a file of a storage that is still being written. */
import { serialOf, siteId } from '../../schema/ids.ts'
import type { FileState } from '../../schema/media.ts'
import { stateOfFile } from '../../schema/queries/media/files.ts'
import type { Condition, ProblemKind } from '../engine/declare/problem.ts'
import type { Tools } from '../tools.ts'

const TO_BE_CLOSED = 'to be closed'

/** The condition for a file that a growing import follows. */
export function toBeClosed(fileId: number): Condition {
  const resource = siteId(fileId)
  const words = `the file ${resource} ${TO_BE_CLOSED}`
  return { type: openFile.type, resource, requirement: TO_BE_CLOSED, words, checkS: 1 }
}

/** Whether its writer may still add to a file. Pure. */
export function isOpen(state: FileState | undefined): boolean {
  return state === 'OPEN'
}

export const openFile: ProblemKind<Tools> = {
  type: 'OPEN_FILE',
  description: `A file of a storage is required ${TO_BE_CLOSED}: by \`PUT /file/{id}/state/CLOSED\`, or by a scan that finds it unchanged.`,
  async check({ resource }, _tools, _signal, em) {
    return em && !isOpen(await stateOfFile(em, serialOf(resource) ?? 0))
  },
}
