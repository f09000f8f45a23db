import { siteId } from '../../schema/ids.ts'
import { File } from '../../schema/tables/file.ts'
import { fatal, finished, type Step } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import { type Source, uriOf } from '../transcode/renditions.ts'

/** Writes what was found in the source into the tables and into the job's metadata. */
export const registerAnalysis: Step<Tools> = {
  name: 'register-analysis',
  description: 'Registering the analysis.',
  runsAs: 'STARTED',
  async run({ em, job, result }) {
    const source = result<Source>('probe-file')
    if (!source) return fatal('the source was not analyzed')
    const { path, media } = source
    const [uri, size] = [uriOf(path), media.sizeBytes ?? 0]
    // What made the file, and its checksum, are known to whoever has registered it first.
    const file = await em.upsert(
      File,
      { uri, size, media, jobId: job.id },
      { onConflictFields: ['uri'], onConflictAction: 'merge', onConflictMergeFields: ['size', 'media'] },
    )
    return finished(file.id, { fileId: siteId(file.id), result: JSON.stringify({ uri, size, media }) })
  },
}
