/** Makes an item of parts of items, as a document says: `POST /conform` (wire-media.md §5.4). */
import { ConformRequestDocument } from '../../../schema/documents/conform-request.ts'
import { JobDocument } from '../../../schema/documents/job.ts'
import { createItem } from '../../../schema/queries/media/items/write-item.ts'
import type { Metadata } from '../../../steps/engine/declare/step.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { boolean, string } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import { renditionsFor } from '../../import/content-of.ts'
import { JOB, type JobGiven, ofItem, startWith, TRANSCODE, tagsIn } from '../../import/job-parameters.ts'
import { MAKING } from '../../thumbnail/making.ts'
import { findItem } from '../find-item.ts'
import { wantedMetadata } from '../metadata/wanted-metadata.ts'
import { sequenceOf } from './sequence-sources.ts'

/** Of all requests that render a sequence. */
export const SEQUENCE = {
  ...JOB,
  ...{ tag: TRANSCODE.tag, storageId: TRANSCODE.storageId },
  sourceTag: parameter(string, 'original', 'The tag of the shapes that the sources are.'),
  destinationItem: parameter(string, undefined, 'The item that gets the shapes. Default: a new one.'),
  conformMetadata: parameter(boolean, false, 'Refused if true: metadata of the sources are not cut.'),
  createThumbnails: parameter(boolean, false, 'Whether the item gets thumbnails of the first shape.', {
    aliases: ['thumbnails'],
  }),
  createPosters: MAKING.createPosters,
} as const

const conformItems = operation({
  ...{ title: 'Conform items', method: 'POST', path: '/conform', role: '_transcode' },
  description:
    'Cuts parts of items together and makes a shape of them for each tag. The `id` of a source is that of an item, or a URI; or ' +
    'the source has a `uri`. The job shows the item as `item` from the beginning.',
  ...{ query: SEQUENCE, accepts: ConformRequestDocument, needsBody: true, produces: JobDocument },
  ...{ plain: ({ jobId }: JobDocument) => jobId, idempotent: true },
}).answer(async (given) => {
  const { body } = given
  if (!body) throw invalidInput('body', 'expected a ConformRequestDocument, got nothing')
  const { metadata, ...document } = body
  return startConform(given, {
    ...{ destinationItem: given.query.destinationItem, metadata },
    sequence: () => sequenceOf(given.em, document, given.query.sourceTag),
  })
})

/** A CONFORM of a new item, which gets the metadata, or of one that exists. */
export async function startConform(given: ConformGiven, wanted: WantedSequence): Promise<JobDocument> {
  const { em, user, query } = given
  const { destinationItem, metadata: asked } = wanted
  const tags = tagsOfSequence(query)
  const destination = destinationItem === undefined ? undefined : await findItem(em, destinationItem)
  if (destination && asked) throw invalidInput('metadata', 'is only for a new item', destinationItem)
  const metadata = asked && (await wantedMetadata(given, asked))
  const sequence = await wanted.sequence()
  return startWith(given, 'CONFORM', async (tx) => {
    const { renditionUri = '', ...renditions } = await renditionsFor(tx, tags, query.storageId)
    const itemId =
      destination?.id ?? (await createItem(tx, { user: user.name, ...(metadata && { metadata }) }))
    return {
      ...{ ...ofItem(itemId), ...renditions, ...sequence, destinationUri: renditionUri },
      ...picturesWanted(query),
    }
  })
}

/** What a job has to know of the pictures that are wanted. */
export function picturesWanted(wanted: {
  readonly createThumbnails: boolean
  readonly createPosters: readonly string[]
}): Metadata {
  const { createThumbnails, createPosters } = wanted
  return {
    createThumbnails: String(createThumbnails),
    ...(createPosters.length > 0 && { createPosters: createPosters.join(',') }),
  }
}

type ConformGiven = JobGiven & {
  readonly query: { readonly storageId: string | undefined } & Parameters<typeof tagsOfSequence>[0] &
    Parameters<typeof picturesWanted>[0]
} & Parameters<typeof wantedMetadata>[0]

interface WantedSequence {
  readonly destinationItem: string | undefined
  readonly metadata: ConformRequestDocument['metadata']
  /** Finds its sources. */
  readonly sequence: () => Promise<Metadata>
}

/** Throws `invalidInput` without a tag, and for what would have no effect. */
export function tagsOfSequence(values: {
  readonly tag: readonly string[]
  readonly conformMetadata: boolean
}): readonly string[] {
  const tags = tagsIn(values.tag)
  if (tags.length === 0) throw invalidInput('tag', 'expected one or more tags, got nothing')
  if (values.conformMetadata) throw invalidInput('conformMetadata', 'true is not supported', 'true')
  return tags
}

export const CONFORM_OPERATIONS: readonly Operation[] = [conformItems]
