/** Lists, reads, writes and deletes shape tags. */
import { TranscodePresetDocument } from '../../schema/documents/transcode-preset.ts'
import { URIListDocument } from '../../schema/documents/uri-list.ts'
import { removeShapeTag, restoreShapeTags } from '../../schema/queries/definitions/shape-tags.ts'
import { operation } from '../http/operation.ts'
import { boolean } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { allShapeTags, hasFile, nameToWrite, refuseReadOnly, shapeTagAt } from './find-shape-tag.ts'
import { writePreset } from './write-preset.ts'

const PATH = '/shape-tag/:tag'

export const SHAPE_TAG_OPERATIONS = [
  operation({
    ...{ title: 'List all shape tags', method: 'GET', path: '/shape-tag', role: '_shape_tag_read' },
    query: { url: parameter(boolean, false, 'Return URLs instead of names.') },
    produces: URIListDocument,
    plain: ({ uri }) => uri,
  }).answer(async ({ query, ...context }) => {
    const names = (await allShapeTags(context)).map(({ name }) => name)
    return { uri: names.map((name) => (query.url ? `/API/shape-tag/${encodeURIComponent(name)}` : name)) }
  }),
  operation({
    ...{ title: 'Retrieve a shape tag', method: 'GET', path: PATH, role: '_shape_tag_read' },
    description: 'Its preset. The elements are in [presets.md](presets.md).',
    produces: TranscodePresetDocument,
  }).answer(async ({ path, ...context }) => (await shapeTagAt(context, path.tag)).document),
  operation({
    ...{ title: 'Create or update a shape tag', method: 'PUT', path: PATH, role: '_shape_tag_write' },
    description:
      'Replaces the whole preset; jobs that exist keep the one that they were created with. It is tried with a ' +
      'test picture: what the ffmpeg of this server cannot do is 400 with the element. What has no effect is ' +
      'kept, with a warning. Only administrators may give `callsheet.argument`. `original` and names that begin ' +
      'with `__` are built in and cannot be changed.',
    accepts: TranscodePresetDocument,
  }).answer(async ({ path, body, ...context }) => {
    await writePreset(context, await nameToWrite(context, path.tag), body ?? {})
    return undefined
  }),
  operation({
    ...{ title: 'Delete a shape tag', method: 'DELETE', path: PATH, role: '_shape_tag_write' },
    description: 'Jobs that exist keep its preset.',
  }).answer(async ({ path, ...context }) => {
    const { name } = await shapeTagAt(context, path.tag)
    refuseReadOnly(name)
    await removeShapeTag(context.em, name, hasFile(context, name))
    return undefined
  }),
  operation({
    ...{ title: 'Restore the built-in shape tags', method: 'PUT', path: '/APIinit/preset-templates' },
    description:
      'The tags of files that were deleted are there again. Those that were replaced stay as they are; the ' +
      'built-in ones with `__` are always there.',
    role: '_administrator',
  }).answer(async ({ em }) => {
    await restoreShapeTags(em)
    return undefined
  }),
]
