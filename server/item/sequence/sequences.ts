/** Keeps the sequence of an item, and renders sequences (wire-media.md §5.4). */
import { JobDocument } from '../../../schema/documents/job.ts'
import { SequenceDocument, SequenceRenderRequestDocument } from '../../../schema/documents/sequence.ts'
import { URIListDocument } from '../../../schema/documents/uri-list.ts'
import { deleteSequence, readSequence, writeSequence } from '../../../schema/queries/media/items/sequences.ts'
import { indexItem } from '../../../schema/queries/media/items/write-item.ts'
import { invalidInput, notFound } from '../../http/answer/fault.ts'
import type { Context } from '../../http/context.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { changeItem } from '../change-item.ts'
import { findItem } from '../find-item.ts'
import { SEQUENCE, startConform } from './conform.ts'
import { sequenceOfTracks } from './sequence-sources.ts'

const path = '/item/:itemId/sequence'
const one = `${path}/:format` as const
const FORMAT = 'vidispine'

const listSequences = operation({
  ...{ title: 'List the sequences of an item', method: 'GET', path, role: '_metadata_read' },
  description: 'Their formats: `vidispine`, or nothing.',
  ...{ produces: URIListDocument, plain: ({ uri }: URIListDocument) => uri },
}).answer(async ({ path: { itemId }, em }) => {
  const { id } = await findItem(em, itemId)
  return { uri: (await readSequence(em, id)) ? [FORMAT] : [] }
})

const retrieveASequence = operation({
  ...{ title: 'Retrieve the sequence of an item', method: 'GET', path: one, role: '_metadata_read' },
  produces: SequenceDocument,
}).answer(async ({ path: { itemId, format }, em }) => {
  const { id } = await findItem(em, itemId)
  return sequenceAt(em, id, format)
})

const setASequence = operation({
  ...{ title: 'Set the sequence of an item', method: 'PUT', path: one, role: '_metadata_write' },
  description:
    'Replaces it. The only format is `vidispine`: sequences of editing programs are timelines. Items that it names need not ' +
    'exist before it is rendered.',
  ...{ accepts: SequenceDocument, needsBody: true },
}).answer(async ({ path: { itemId, format }, body, em }) => {
  if (format !== FORMAT)
    throw invalidInput('format', `expected ${FORMAT}, or PUT …/timeline/${format}`, format)
  await changeItem(em, itemId, async (tx, { id }) => {
    await writeSequence(tx, id, body ?? { track: [] })
    await indexItem(tx, id)
  })
  return undefined
})

const deleteASequence = operation({
  ...{ title: 'Delete the sequence of an item', method: 'DELETE', path: one, role: '_metadata_write' },
}).answer(async ({ path: { itemId, format }, em }) => {
  await changeItem(em, itemId, async (tx, { id }) => {
    if (format !== FORMAT || !(await deleteSequence(tx, id))) throw notFound('sequence', format)
    await indexItem(tx, id)
  })
  return undefined
})

const RENDER = {
  ...{ query: SEQUENCE, accepts: SequenceRenderRequestDocument, produces: JobDocument },
  role: '_transcode',
  plain: ({ jobId }: JobDocument) => jobId,
  idempotent: true,
} as const

const renderSequence = operation({
  ...{ title: 'Render a sequence', method: 'POST', path: '/sequence/render', ...RENDER, needsBody: true },
  description:
    'A CONFORM: a new item, or shapes of `destinationItem`, as the tracks of the document say. One track with a picture, and ' +
    'tracks of sound that are alike, or two that are the sides of the output.',
}).answer(async (given) => {
  const { sequence, metadata } = given.body ?? {}
  if (!sequence) throw invalidInput('sequence', 'expected a sequence, got nothing')
  return startConform(given, {
    ...{ destinationItem: given.query.destinationItem, metadata },
    sequence: () => sequenceOfTracks(given.em, sequence, given.query.sourceTag),
  })
})

const renderSequenceOfItem = operation({
  ...{ title: 'Render the sequence of an item', method: 'POST', path: `${path}/render`, ...RENDER },
  description:
    'Makes shapes of the item, or of `destinationItem`. A document goes before the sequence that is kept.',
}).answer(async (given) => {
  const { em, body = {} } = given
  const { id } = await findItem(em, given.path.itemId)
  const sequence = body.sequence ?? (await sequenceAt(em, id, FORMAT))
  return startConform(given, {
    destinationItem: given.query.destinationItem ?? given.path.itemId,
    metadata: body.metadata,
    sequence: () => sequenceOfTracks(em, sequence, given.query.sourceTag),
  })
})

/** Throws `notFound`. */
async function sequenceAt(em: Context['em'], id: number, format: string): Promise<SequenceDocument> {
  const found = format === FORMAT ? await readSequence(em, id) : undefined
  if (!found) throw notFound('sequence', format)
  return found
}

export const SEQUENCE_OPERATIONS: readonly Operation[] = [
  listSequences,
  retrieveASequence,
  setASequence,
  deleteASequence,
  renderSequence,
  renderSequenceOfItem,
]
