/** The step register-output, which records renditions in the file table. */

import { siteId } from '../../schema/ids.ts'
import { recordFile } from '../../schema/queries/media/record-file.ts'
import { finished, type Step } from '../engine/declare/step.ts'
import { itemOf, registerShapes } from '../item/rendition-shapes.ts'
import type { Tools } from '../tools.ts'
import type { Output } from './check-output.ts'

/** Records the outputs in the file table and in the metadata of the job. */
export const registerOutput: Step<Tools> = {
  name: 'register-output',
  description: 'Registering the output.',
  runsAs: 'STARTED',
  async run({ em, job, result, metadata }) {
    const outputs = result<readonly Output[]>('check-output') ?? []
    const itemId = itemOf(metadata)
    const files = outputs.map(({ tag, uri, size, sha256, media, technical }) => ({
      ...{ uri, size, sha256, tag, media, technical, jobId: job.id },
    }))
    const shapes = itemId === undefined ? {} : await registerShapes(em, itemId, files, metadata)
    const ids: number[] = []
    for (const file of itemId === undefined ? files : []) ids.push(await recordFile(em, file))
    return finished(ids, {
      fileIds: ids.map(siteId).join(','),
      ...shapes,
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
