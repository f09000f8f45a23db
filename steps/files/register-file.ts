/** The steps that record copied, moved and deleted files in the file table. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { siteId } from '../../schema/ids.ts'
import { type KnownFile, recordFile } from '../../schema/queries/media/record-file.ts'
import { File } from '../../schema/tables/file.ts'
import { pathOf } from '../../tasks/files/media-roots.ts'
import { isRemote, locationOf, uriAt } from '../../tasks/transfer/location.ts'
import { fatal, finished, type Metadata, type Step, type StepContext } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import { uriOf } from '../transcode/renditions.ts'
import type { LandedFile } from './copy-plan.ts'

/** Records the copy in the file table and in the metadata of the job. */
export const registerFile: Step<Tools> = {
  name: 'register-file',
  description: 'Registering the file.',
  runsAs: 'STARTED',
  run: async (context) => register(context, {}),
}

/** Records a moved file: the same, and the entry of the source is removed. */
export const registerMove: Step<Tools> = {
  name: 'register-move',
  description: 'Registering the file.',
  runsAs: 'STARTED',
  async run(context) {
    const source = await context.em.findOne(File, { uri: registeredUri(context.metadata) })
    if (source) await unregister(context.em, source.uri)
    return register(context, source ? knownOf(source) : {})
  },
}

/** Removes the entry of a deleted file. */
export const unregisterFile: Step<Tools> = {
  name: 'unregister-file',
  description: 'Unregistering the file.',
  runsAs: 'STARTED',
  async run({ em, metadata, result }) {
    const uri = registeredUri(metadata)
    await unregister(em, uri)
    const deleted = result<boolean>('delete-file') ?? false
    return finished(undefined, { result: JSON.stringify({ uri, deleted }) })
  },
}

async function register(
  { em, job, result }: StepContext<Tools> & { readonly em: EntityManager },
  known: Pick<KnownFile, 'sha256' | 'tag' | 'media'>,
) {
  const landed = result<LandedFile>('land-file')
  if (!landed) return fatal('no file to register')
  const { uri, size, sha256 } = landed
  const id = await recordFile(em, { ...known, uri, size, jobId: job.id, ...(sha256 && { sha256 }) })
  return finished(id, {
    destinationFileId: siteId(id),
    outputUri: uri,
    bytesWritten: String(size),
    result: JSON.stringify(landed),
  })
}

function knownOf({ sha256, tag, media }: File): Pick<KnownFile, 'sha256' | 'tag' | 'media'> {
  return { ...(sha256 && { sha256 }), ...(tag && { tag }), ...(media !== null && { media }) }
}

async function unregister(em: EntityManager, uri: string): Promise<void> {
  await em.nativeDelete(File, { uri })
}

/** The URI of the source in the file table. */
function registeredUri({ sourceUri = '' }: Metadata): string {
  const location = isRemote(sourceUri) ? locationOf(sourceUri) : undefined
  if (location && !('refused' in location)) return uriAt(location)
  const parsed = pathOf(sourceUri)
  return 'refused' in parsed ? sourceUri : uriOf(parsed.path)
}
