/** The steps that record copied, moved and deleted files in the file table. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { serialOf, siteId } from '../../schema/ids.ts'
import { type KnownFile, recordFile } from '../../schema/queries/media/record-file.ts'
import { addCopy, repointComponents } from '../../schema/queries/media/shapes/component-files.ts'
import { File } from '../../schema/tables/file.ts'
import { pathOf } from '../../tasks/files/media-roots.ts'
import { isRemote, locationOf, uriAt } from '../../tasks/transfer/location.ts'
import {
  fatal,
  finished,
  type Metadata,
  type Outcome,
  type Step,
  type StepContext,
} from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import { uriOf } from '../transcode/renditions.ts'
import type { LandedFile } from './copy-plan.ts'
import { forgetAnnouncedFile } from './forget-announced-file.ts'

/**
 * Records the copy in the file table and in the metadata of the job. The components of a source that a
 * request
 * has named by its id get the copy as well.
 */
export const registerFile: Step<Tools> = {
  name: 'register-file',
  description: 'Registering the file.',
  runsAs: 'STARTED',
  async run(context) {
    const source = await namedSource(context)
    const made = await recorded(context, {})
    if (!made) return fatal('no file to register')
    if (source && source.id !== made.id) await addCopy(context.em, { of: source.id, copy: made.id })
    return registered(made)
  },
}

/** Records a moved file: the same, except that it takes the place of the source. */
export const registerMove: Step<Tools> = {
  name: 'register-move',
  description: 'Registering the file.',
  runsAs: 'STARTED',
  async run(context) {
    const { em, metadata } = context
    const source = (await namedSource(context)) ?? (await em.findOne(File, { uri: registeredUri(metadata) }))
    const made = await recorded(context, source ? knownOf(source) : {})
    if (!made) return fatal('no file to register')
    if (source && source.id !== made.id) {
      await repointComponents(em, { from: source.id, to: made.id })
      await em.nativeDelete(File, { id: source.id })
    }
    return registered(made)
  },
}

export const forgetCopy = forgetAnnouncedFile('forget-copy', 'destinationFileId')

/** Removes the entry of a deleted file. */
export const unregisterFile: Step<Tools> = {
  name: 'unregister-file',
  description: 'Unregistering the file.',
  runsAs: 'STARTED',
  async run({ em, metadata, result }) {
    const uri = registeredUri(metadata)
    await em.nativeDelete(File, { uri })
    const named = serialOf(metadata['fileId'] ?? '')
    if (named !== undefined) await em.nativeDelete(File, { id: named, uri: metadata['sourceUri'] ?? '' })
    const deleted = result<boolean>('delete-file') ?? false
    return finished(undefined, { result: JSON.stringify({ uri, deleted }) })
  },
}

type TransactionContext = StepContext<Tools> & { readonly em: EntityManager }

/** The file on a storage that is the source. */
async function namedSource({ em, metadata }: TransactionContext): Promise<File | null> {
  const id = serialOf(metadata['fileId'] ?? '')
  return id === undefined ? null : em.findOne(File, { id, uri: metadata['sourceUri'] ?? '' })
}

interface Registered {
  readonly id: number
  readonly landed: LandedFile
}

/** Undefined if no file has landed. */
async function recorded(
  { em, job, metadata, result }: TransactionContext,
  known: Pick<KnownFile, 'sha256' | 'tag' | 'media'>,
): Promise<Registered | undefined> {
  const landed = result<LandedFile>('land-file')
  if (!landed) return undefined
  const { uri, size, sha256 } = landed
  const { destinationFileId = '', destinationUri = '' } = metadata
  const announced = { id: serialOf(destinationFileId) ?? 0, uri: destinationUri }
  // Its URI may lead to the same place by another way, such as a link.
  const place = (await em.count(File, announced)) > 0 ? announced : { uri }
  const id = await recordFile(em, { ...known, ...place, size, jobId: job.id, ...(sha256 && { sha256 }) })
  return { id, landed }
}

function registered({ id, landed }: Registered): Outcome {
  return finished(id, {
    destinationFileId: siteId(id),
    outputUri: landed.uri,
    bytesWritten: String(landed.size),
    result: JSON.stringify(landed),
  })
}

function knownOf({ sha256, tag, media }: File): Pick<KnownFile, 'sha256' | 'tag' | 'media'> {
  return { ...(sha256 && { sha256 }), ...(tag && { tag }), ...(media !== null && { media }) }
}

/** The URI of the source in the file table. */
function registeredUri({ sourceUri = '' }: Metadata): string {
  const location = isRemote(sourceUri) ? locationOf(sourceUri) : undefined
  if (location && !('refused' in location)) return uriAt(location)
  const parsed = pathOf(sourceUri)
  return 'refused' in parsed ? sourceUri : uriOf(parsed.path)
}
