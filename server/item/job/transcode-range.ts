/** Transcodes a part of an item (wire-media.md §5.1, §11 row 14). */
import { JobDocument } from '../../../schema/documents/job.ts'
import { siteId } from '../../../schema/ids.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { string } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import { renditionsFor } from '../../import/content-of.ts'
import { JOB, ofItem, startWith, TRANSCODE, tagsIn } from '../../import/job-parameters.ts'
import { shapeOfPath } from './shape-of-path.ts'

const transcodeRange = operation({
  ...{ title: 'Transcode a part of an item', method: 'POST', path: '/item/:itemId/range' },
  ...{ role: '_transcode' },
  description:
    'Makes a shape of the part for each tag. Times are SMPTE time codes as the source counts, time codes from its start, or ' +
    'seconds. The frame at `end` is not included.',
  query: {
    ...JOB,
    ...{ tag: TRANSCODE.tag, storageId: TRANSCODE.storageId },
    sourceTag: parameter(string, undefined, 'The tag of the shape to take a part of. Default `original`.'),
    start: parameter(string, undefined, 'The first moment. Default: the start of the source.'),
    end: parameter(string, undefined, 'The end. Default: that of the source.'),
  },
  ...{ produces: JobDocument, plain: ({ jobId }: JobDocument) => jobId, idempotent: true },
}).answer(async (given) => {
  const { tag, storageId, sourceTag, start, end } = given.query
  const tags = tagsIn(tag)
  if (tags.length === 0) throw invalidInput('tag', 'expected one or more tags, got nothing')
  const { itemId, source } = await shapeOfPath(given, sourceTag)
  return startWith(given, 'TRANSCODE_RANGE', async (tx) => {
    const { renditionUri = '', ...renditions } = await renditionsFor(tx, tags, storageId)
    return {
      ...ofItem(itemId),
      ...renditions,
      ...{ sourceUri: source.uri, destinationUri: renditionUri, originalShapeId: siteId(source.shapeId) },
      ...(start !== undefined && { start }),
      ...(end !== undefined && { end }),
    }
  })
})

export const RANGE_OPERATIONS: readonly Operation[] = [transcodeRange]
