import type { EntityManager } from '@mikro-orm/postgresql'
import { siteId } from '../../schema/ids.ts'
import { File } from '../../schema/tables/file.ts'
import { pathOf } from '../../tasks/files/media-roots.ts'
import { fatal, finished, type Metadata, type Step, type StepContext } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import { uriOf } from '../transcode/renditions.ts'
import type { LandedFile } from './land-file.ts'

/** Writes the copy into the tables and into the job's metadata. */
export const registerFile: Step<Tools> = {
  name: 'register-file',
  description: 'Registering the file.',
  runsAs: 'STARTED',
  run: async (context) => register(context, {}),
}

/** The same for a file that was moved: the source is no longer kept track of. */
export const registerMove: Step<Tools> = {
  name: 'register-move',
  description: 'Registering the file.',
  runsAs: 'STARTED',
  async run(context) {
    const source = await context.em.findOne(File, { uri: knownAs(context.metadata) })
    if (source) await forget(context.em, source.uri)
    return register(context, source ? { sha256: source.sha256, tag: source.tag, media: source.media } : {})
  },
}

/** The same for a file that was deleted. */
export const unregisterFile: Step<Tools> = {
  name: 'unregister-file',
  description: 'Unregistering the file.',
  runsAs: 'STARTED',
  async run({ em, metadata, result }) {
    const uri = knownAs(metadata)
    await forget(em, uri)
    const deleted = result<boolean>('delete-file') ?? false
    return finished(undefined, { result: JSON.stringify({ uri, deleted }) })
  },
}

async function register(
  { em, job, result }: StepContext<Tools> & { readonly em: EntityManager },
  known: Partial<Pick<File, 'sha256' | 'tag' | 'media'>>,
) {
  const landed = result<LandedFile>('land-file')
  if (!landed) return fatal('there is no file to register')
  const { uri, size, sha256 } = landed
  const file = await em.upsert(
    File,
    { ...known, uri, size, jobId: job.id, sha256: sha256 ?? known.sha256 ?? null },
    { onConflictFields: ['uri'], onConflictAction: 'merge' },
  )
  return finished(file.id, {
    destinationFileId: siteId(file.id),
    outputUri: uri,
    bytesWritten: String(size),
    result: JSON.stringify(landed),
  })
}

async function forget(em: EntityManager, uri: string): Promise<void> {
  await em.nativeDelete(File, { uri })
}

/** The source as the tables have it. */
function knownAs({ sourceUri = '' }: Metadata): string {
  const named = pathOf(sourceUri)
  return 'refused' in named ? sourceUri : uriOf(named.path)
}
