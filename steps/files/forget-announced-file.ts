/** The clean-up of jobs that announce a file on a storage before they write it. */
import { serialOf } from '../../schema/ids.ts'
import { forgetAnnounced } from '../../schema/queries/media/reserve-files.ts'
import { finished, type Step } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'

/** After a failure or an abort: the file that `key` names will not appear at `destinationUri`. */
export function forgetAnnouncedFile(name: string, key: 'fileId' | 'destinationFileId'): Step<Tools> {
  return {
    name,
    description: 'Removing leftovers.',
    runsAs: 'STARTED',
    async run({ em, metadata }) {
      const { [key]: file = '', destinationUri = '' } = metadata
      await forgetAnnounced(em, serialOf(file) ?? 0, destinationUri)
      return finished()
    },
  }
}
