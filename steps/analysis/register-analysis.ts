/** The step register-analysis, which stores the description of the source. */

import { siteId } from '../../schema/ids.ts'
import { recordFile } from '../../schema/queries/media/record-file.ts'
import { fatal, finished, type Step } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import { type Source, uriOf } from '../transcode/renditions.ts'
import { remoteUri } from '../transfer/fetched-source.ts'

/** Stores the description of the source in the file table and in the metadata of the job. */
export const registerAnalysis: Step<Tools> = {
  name: 'register-analysis',
  description: 'Registering the analysis.',
  runsAs: 'STARTED',
  async run({ em, metadata, result }) {
    const source = result<Source>('probe-file')
    if (!source) return fatal('the source was not analyzed')
    const { path, media } = source
    const [uri, size] = [remoteUri(metadata) ?? uriOf(path), media.sizeBytes ?? 0]
    const id = await recordFile(em, { uri, size, media })
    return finished(id, { fileId: siteId(id), result: JSON.stringify({ uri, size, media }) })
  },
}
