/** The paths that a copy or move reads and writes. */

import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { siteId } from '../../schema/ids.ts'
import { partialName } from '../../tasks/files/land.ts'
import type { FileStamp } from '../../tasks/files/look.ts'
import { insideRoots, pathOf } from '../../tasks/files/media-roots.ts'
import { isRemote, locationOf } from '../../tasks/transfer/location.ts'
import type { StepContext } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import { unfitName } from './unfit-name.ts'

/** A partial file that is whole but has not landed. */
export interface Copy {
  readonly source: string
  /** The source before it was copied or moved. */
  readonly look: FileStamp
  readonly partial: string
  readonly final: string
  /** Lower-case hexadecimal; undefined for a file that was moved without being read. */
  readonly sha256?: string
}

/** A file that has landed. */
export interface LandedFile {
  readonly uri: string
  /** Bytes. */
  readonly size: number
  readonly sha256?: string
  readonly sha1?: string
  readonly md5?: string
  /** Where the server gives one. */
  readonly etag?: string
}

/** Number of the step that copies or moves the file, in all job types; part of the partial name. */
export const COPY_STEP = 100

/** The partial and the final path, derived from the metadata: the source need not exist. */
export async function namesOf({
  job,
  metadata,
  run,
  tools,
}: Pick<StepContext<Tools>, 'job' | 'metadata' | 'run' | 'tools'>) {
  const { sourceUri = '', destinationUri = '' } = metadata
  const source = isRemote(sourceUri) ? locationOf(sourceUri) : pathOf(sourceUri)
  if ('refused' in source) return { refused: `sourceUri: ${source.refused}` }
  const place = await insideRoots(destinationUri, tools.mediaRoots)
  if ('refused' in place) return { refused: `destinationUri: ${place.refused}` }
  const destination = 'path' in place ? place.path : place.missing
  const isIntoFolder = destinationUri.endsWith('/') || (await isFolder(destination))
  const final = isIntoFolder ? join(destination, basename(source.path)) : destination
  // The name of the source may be too long for another file system.
  const unfit = isIntoFolder ? await unfitName([final]) : undefined
  if (unfit !== undefined) return { refused: unfit }
  return { final, partial: partialName(final, siteId(job.id), COPY_STEP, run) }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
