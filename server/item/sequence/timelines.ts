/** Keeps the timelines of an item, and renders them (wire-media.md §5.4). */
import { readJson } from '../../../schema/codec/json/json.ts'
import { Malformed } from '../../../schema/codec/malformed.ts'
import { readXml } from '../../../schema/codec/xml/xml.ts'
import { ConformRequestDocument } from '../../../schema/documents/conform-request.ts'
import { JobDocument } from '../../../schema/documents/job.ts'
import {
  deleteTimelines,
  readTimelines,
  writeTimeline,
} from '../../../schema/queries/media/items/timelines.ts'
import type { Metadata } from '../../../steps/engine/declare/step.ts'
import { invalidInput, notFound } from '../../http/answer/fault.ts'
import type { Context } from '../../http/context.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { renditionsFor } from '../../import/content-of.ts'
import { ofItem, startWith } from '../../import/job-parameters.ts'
import { changeItem } from '../change-item.ts'
import { findItem } from '../find-item.ts'
import { picturesWanted, SEQUENCE, tagsOfSequence } from './conform.ts'
import { sequenceOf, sourcesOfList } from './sequence-sources.ts'

const path = '/item/:itemId/timeline'
const one = `${path}/:format` as const

const listTimelines = operation({
  ...{
    title: 'List the timelines of an item',
    method: 'GET',
    path,
    role: '_metadata_read',
    produces: 'text',
  },
  description: 'A line for each: the format, a tab, and `EXACT`, as they are kept as they were given.',
  plain: (formats) =>
    formats
      .split('\n')
      .filter((format) => format !== '')
      .map((format) => [format, 'EXACT']),
}).answer(async ({ path: { itemId }, em }) => {
  const { id } = await findItem(em, itemId)
  return (await readTimelines(em, id)).map(({ format }) => format).join('\n')
})

const retrieveATimeline = operation({
  ...{ title: 'Retrieve a timeline', method: 'GET', path: one, role: '_metadata_read', produces: 'text' },
  plain: (verbatim) => ({ verbatim }),
}).answer(({ path: given, em }) => contentOf(em, given))

const setATimeline = operation({
  ...{ title: 'Set a timeline', method: 'PUT', path: one, role: '_metadata_write' },
  description: 'Keeps any text, in place of the one in this format.',
  ...{ accepts: 'text', anyText: true, needsBody: true },
}).answer(async ({ path: { itemId, format }, body = '', em }) => {
  if (!NAME.test(format)) throw invalidInput('format', 'expected letters, digits, _, . and -', format)
  await changeItem(em, itemId, (tx, { id }) => writeTimeline(tx, id, { format, content: body }))
  return undefined
})

const NAME = /^[\w.-]{1,100}$/

const deleteATimeline = operation({
  ...{ title: 'Delete a timeline', method: 'DELETE', path: one, role: '_metadata_write' },
}).answer(async ({ path: { itemId, format }, em }) => {
  const { id } = await findItem(em, itemId)
  if ((await deleteTimelines(em, id, format)) === 0) throw notFound('timeline', format)
  return undefined
})

const deleteTimelinesOfItem = operation({
  ...{ title: 'Delete the timelines of an item', method: 'DELETE', path, role: '_metadata_write' },
}).answer(async ({ path: { itemId }, em }) => {
  await deleteTimelines(em, (await findItem(em, itemId)).id)
  return undefined
})

const conformTimeline = operation({
  ...{ title: 'Conform a timeline', method: 'POST', path: `${one}/conform`, role: '_transcode' },
  description:
    'Renders an edit decision list (CMX 3600) or a ConformRequestDocument. The shapes are those of the item, or of ' +
    '`destinationItem`. Reels and clips of a list name items by their ids, here or in other systems.',
  ...{ query: SEQUENCE, produces: JobDocument, plain: ({ jobId }: JobDocument) => jobId, idempotent: true },
}).answer(async (given) => {
  const { em, path: at } = given
  const { sourceTag, storageId, destinationItem = at.itemId } = given.query
  const tags = tagsOfSequence(given.query)
  const content = await contentOf(em, at)
  const destination = await findItem(em, destinationItem)
  const sequence = await sequenceIn(em, content, sourceTag)
  return startWith(given, 'TIMELINE', async (tx) => {
    const { renditionUri = '', ...renditions } = await renditionsFor(tx, tags, storageId)
    const own = given.query.jobmetadata.flatMap(({ key, value }) => (key === 'sources' ? [value] : []))
    const sources = [...own, sequence['sources'] ?? ''].filter((lines) => lines !== '').join('\n')
    return {
      ...{ ...ofItem(destination.id), ...renditions, ...sequence, destinationUri: renditionUri },
      ...(sources !== '' && { sources }),
      ...picturesWanted(given.query),
    }
  })
})

async function sequenceIn(em: Context['em'], content: string, sourceTag: string): Promise<Metadata> {
  const text = content.trimStart()
  if (!text.startsWith('<') && !text.startsWith('{'))
    return { edl: content, ...(await sourcesOfList(em, content, sourceTag)) }
  try {
    const document = (text.startsWith('<') ? readXml : readJson)(ConformRequestDocument, text)
    return await sequenceOf(em, document, sourceTag)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    throw invalidInput('timeline', error.message)
  }
}

/** Throws `notFound`. */
async function contentOf(
  em: Context['em'],
  { itemId, format }: { readonly itemId: string; readonly format: string },
): Promise<string> {
  const { id } = await findItem(em, itemId)
  const [found] = await readTimelines(em, id, format)
  if (!found) throw notFound('timeline', format)
  return found.content
}

export const TIMELINE_OPERATIONS: readonly Operation[] = [
  listTimelines,
  deleteTimelinesOfItem,
  retrieveATimeline,
  setATimeline,
  deleteATimeline,
  conformTimeline,
]
