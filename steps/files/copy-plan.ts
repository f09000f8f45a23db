import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { siteId } from '../../schema/ids.ts'
import { partialName } from '../../tasks/files/land.ts'
import type { FileStamp } from '../../tasks/files/look.ts'
import { insideRoots, pathOf } from '../../tasks/files/media-roots.ts'
import type { StepContext } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'

/** A file that is whole and has no final name yet. */
export interface Copy {
  readonly source: string
  /** The source as it was when it was taken. */
  readonly look: FileStamp
  readonly partial: string
  readonly final: string
  /** Lower case hexadecimal; undefined for a file that was moved without reading it. */
  readonly sha256?: string
}

/** The number of the step that takes the file, in every job type that has one: it is part of the partial name. */
export const COPY_STEP = 100

/** The names a job writes under; or why there are none. They follow from the metadata alone, whether the source is there or not. */
export async function namesOf({
  job,
  metadata,
  run,
  tools,
}: Pick<StepContext<Tools>, 'job' | 'metadata' | 'run' | 'tools'>) {
  const { sourceUri = '', destinationUri = '' } = metadata
  const source = pathOf(sourceUri)
  if ('refused' in source) return { refused: `sourceUri: ${source.refused}` }
  const place = await insideRoots(destinationUri, tools.mediaRoots)
  if ('refused' in place) return { refused: `destinationUri: ${place.refused}` }
  const named = 'path' in place ? place.path : place.missing
  const folder = destinationUri.endsWith('/') || (await isFolder(named))
  const final = folder ? join(named, basename(source.path)) : named
  return { final, partial: partialName(final, siteId(job.id), COPY_STEP, run) }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
