/** The step register-analysis, which stores the description of the source. */

import { siteId } from '../../schema/ids.ts'
import { File } from '../../schema/tables/file.ts'
import { fatal, finished, type Step } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import { type Source, uriOf } from '../transcode/renditions.ts'
import { remoteUri } from '../transfer/fetched-source.ts'

/** Stores the description of the source in the file table and in the metadata of the job. */
export const registerAnalysis: Step<Tools> = {
  name: 'register-analysis',
  description: 'Registering the analysis.',
  runsAs: 'STARTED',
  async run({ em, job, metadata, result }) {
    const source = result<Source>('probe-file')
    if (!source) return fatal('the source was not analyzed')
    const { path, media } = source
    const [uri, size] = [remoteUri(metadata) ?? uriOf(path), media.sizeBytes ?? 0]
    // Keeps the checksum, tag and job of a file that was registered before.
    const file = await em.upsert(
      File,
      { uri, size, media, jobId: job.id },
      { onConflictFields: ['uri'], onConflictAction: 'merge', onConflictMergeFields: ['size', 'media'] },
    )
    return finished(file.id, { fileId: siteId(file.id), result: JSON.stringify({ uri, size, media }) })
  },
}
