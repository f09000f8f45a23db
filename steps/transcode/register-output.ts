/** The step register-output, which records renditions in the file table. */

import { siteId } from '../../schema/ids.ts'
import { recordFile } from '../../schema/queries/media/record-file.ts'
import { finished, type Step } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import type { Output } from './check-output.ts'

/** Records the outputs in the file table and in the metadata of the job. */
export const registerOutput: Step<Tools> = {
  name: 'register-output',
  description: 'Registering the output.',
  runsAs: 'STARTED',
  async run({ em, job, result }) {
    const outputs = result<readonly Output[]>('check-output') ?? []
    const ids: number[] = []
    for (const { tag, uri, size, sha256, media } of outputs) {
      ids.push(await recordFile(em, { uri, size, sha256, tag, media, jobId: job.id }))
    }
    return finished(ids, {
      fileIds: ids.map(siteId).join(','),
      // Separated by line feeds, because URIs can contain commas.
      outputUri: outputs.map(({ uri }) => uri).join('\n'),
      // A stopped job has FINISHED, but not all of its source is in its output (Callsheet extension).
      ...(outputs.some(({ cut }) => cut) && { partialOutput: 'true' }),
      bytesWritten: String(outputs.reduce((sum, { size }) => sum + size, 0)),
      result: JSON.stringify({
        ...(outputs.some(({ cut }) => cut) && { partial: true }),
        outputs: outputs.map(({ tag, uri, size, sha256 }) => ({ tag, uri, size, sha256 })),
      }),
    })
  },
}
