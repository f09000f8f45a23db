/** Refuses names of outputs that their file system would not take. */

import { pathToFileURL } from 'node:url'
import { nameTooLong } from '../../tasks/files/long-name.ts'

/** The reason why the first unfit one cannot be written; undefined if all can. */
export async function unfitName(finals: readonly string[]): Promise<string | undefined> {
  for (const final of finals) {
    const tooLong = await nameTooLong(final)
    if (tooLong !== undefined) return `destinationUri: ${pathToFileURL(final).href} ${tooLong}`
  }
  return undefined
}
