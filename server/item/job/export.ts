/** Exports the files of an item, or of one of its shapes (wire-media.md §5.3). */
import { extname, parse } from 'node:path'
import { JobDocument } from '../../../schema/documents/job.ts'
import { siteId } from '../../../schema/ids.ts'
import { readShapeTags } from '../../../schema/queries/definitions/shape-tags.ts'
import type { ItemRow } from '../../../schema/queries/media/items/item-rows.ts'
import { type ShapeParts, shapesOfItems } from '../../../schema/queries/media/shapes/read-shapes.ts'
import { chosenShapes, type ShapeVersion } from '../../../schema/shapes/choose.ts'
import type { Metadata } from '../../../steps/engine/declare/step.ts'
import { knownTags } from '../../../steps/preset/known-tags.ts'
import { exportLocationAt, foldersOfLocation } from '../../export-location/export-locations.ts'
import { invalidInput, notFound } from '../../http/answer/fault.ts'
import type { Context } from '../../http/context.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { boolean, repeated, string } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import { nameIn } from '../../import/content-of.ts'
import { JOB, ofItem, startWith, tagsIn } from '../../import/job-parameters.ts'
import { findItem } from '../find-item.ts'
import { version } from '../request/content-parameters.ts'
import { withFile } from './shape-of-path.ts'
import { type SourceShape, sourceShape } from './source-shape.ts'

const LACKING = {
  start: 'a part of a file is made by POST /item/{itemId}/range',
  end: 'a part of a file is made by POST /item/{itemId}/range',
  track: 'tracks of a file are chosen by a shape tag',
  template: 'this server has no templates',
  useOriginalComponentFilename: 'files of components are not exported one by one',
  exportDashMpd: 'a job of type PACKAGE makes DASH',
} as const

export const EXPORT_PARAMETERS = {
  ...JOB,
  uri: parameter(
    string,
    undefined,
    'URI to export to. A folder if it ends with a slash: the file keeps its name. Either this or `locationName` is required.',
  ),
  tag: parameter(
    repeated,
    [],
    'The tags of the shapes to export. Default those of the location, or `original`.',
  ),
  version: parameter(version, 'latest', 'The version of the essence.'),
  allowMissing: parameter(boolean, false, 'Whether tags that no shape has are ignored.'),
  metadata: parameter(boolean, false, 'Whether the metadata are written beside the file, as XML.'),
  useOriginalFilename: parameter(
    boolean,
    false,
    'Whether the file gets the name that it was imported with, if `uri` is a folder.',
  ),
  start: parameter(string, undefined, 'Refused: a range makes parts of files.'),
  end: parameter(string, undefined, 'Refused: a range makes parts of files.'),
  track: parameter(string, undefined, 'Refused, unless it is `*`.'),
  projection: parameter(
    string,
    undefined,
    'Has no effect, as `X-Callsheet-Warning` says: there are no projections.',
  ),
  template: parameter(string, undefined, 'Refused: there are no templates.'),
  useOriginalComponentFilename: parameter(string, undefined, 'Refused, unless it is `false`.'),
  exportDashMpd: parameter(string, undefined, 'Refused, unless it is `false`.'),
  locationName: parameter(string, undefined, 'The name of an export location.'),
} as const

const exportItem = operation({
  ...{ title: 'Export an item', method: 'POST', path: '/item/:itemId/export', role: '_export' },
  alsoAt: ['/item/:itemId/shape/:shapeId/export'],
  description: 'Writes the file of each shape, whole or not at all, in place of what has its name.',
  ...{
    query: EXPORT_PARAMETERS,
    produces: JobDocument,
    plain: ({ jobId }: JobDocument) => jobId,
    idempotent: true,
  },
}).answer(async (given) => {
  const { em, path, warn } = given
  const { projection } = given.query
  refuseLacking(given.query)
  const { uris, tags } = await destinationsOf(em, given.query)
  const item = await findItem(em, path.itemId)
  const { shapeId } = path as { readonly shapeId?: string }
  const shapes = await shapesOfItems(em, [item.id])
  const { useOriginalFilename, metadata } = given.query
  const chosen =
    shapeId === undefined
      ? await taggedShapes({ ...given, query: { ...given.query, tag: tags } }, shapes)
      : [{ tag: '', ...withFile(sourceShape(shapes, shapeId), shapeId) }]
  if (projection !== undefined)
    warn(`projection=${projection}: this server has no projections; the metadata are written as they are`)
  const files = uris.flatMap((uri) => filesFor(chosen, { uri, item, shapes, useOriginalFilename }))
  return startWith(given, 'EXPORT', async () => ({
    ...ofItem(item.id),
    ...exportMetadata(files),
    ...(shapeId === undefined
      ? { tags: chosen.map(({ tag }) => tag).join(',') }
      : { shapeId: siteId(chosen[0]?.shapeId ?? 0) }),
    ...(metadata && { exportMetadata: 'true' }),
  }))
})

interface Destination {
  readonly uri: string | undefined
  readonly locationName: string | undefined
  readonly tag: readonly string[]
}

/** Throws `invalidInput` unless there is a URI or a location, and `notFound` for an unknown location. */
export async function destinationsOf(
  em: Context['em'],
  { uri = '', locationName, tag }: Destination,
): Promise<{ readonly uris: readonly string[]; readonly tags: readonly string[] }> {
  if (locationName === undefined) {
    if (uri === '') throw invalidInput('uri', 'expected a URI or locationName, got nothing')
    return { uris: [uri], tags: tag }
  }
  if (uri !== '') throw invalidInput('locationName', 'expected either this or uri, got both', locationName)
  const location = await exportLocationAt(em, locationName)
  return { uris: foldersOfLocation(location), tags: tag.length > 0 ? tag : (location.tag ?? []) }
}

/** Names the first parameter that would have no effect. */
export function refuseLacking(values: Readonly<Record<keyof typeof LACKING, string | undefined>>): void {
  for (const [name, explanation] of Object.entries(LACKING)) {
    const value = values[name as keyof typeof LACKING]
    const isDefault = value?.trim() === (name === 'track' ? '*' : 'false')
    if (value !== undefined && !isDefault) throw invalidInput(name, explanation, value)
  }
}

type Chosen = Required<SourceShape> & { readonly tag: string }

/** The file of one shape for each tag. Throws `notFound` for an unknown tag, or for one that no shape has. */
export async function taggedShapes(
  { em, query: values, tools }: Pick<Context, 'em' | 'tools'> & { readonly query: ExportedTags },
  shapes: readonly ShapeParts[],
): Promise<readonly Chosen[]> {
  const asked = tagsIn(values.tag)
  const tags = asked.length > 0 ? asked : ['original']
  const own = chosenShapes(shapes, { version: values.version })
  const known = knownTags(tools.presetFiles, await readShapeTags(em)).map(({ name }) => name)
  const chosen: Chosen[] = []
  for (const tag of tags) {
    if (!known.includes(tag) && !own.some((shape) => shape.tags.includes(tag)))
      throw notFound('shape-tag', tag, known)
    const shape = own.findLast((one) => one.tags.includes(tag))
    if (shape) chosen.push({ tag, ...withFile(sourceShape([shape], siteId(shape.id)), siteId(shape.id)) })
    else if (!values.allowMissing) throw notFound('shape', tag)
  }
  if (chosen.length === 0) throw notFound('shape', tags.join(','))
  return chosen
}

interface ExportedTags {
  readonly tag: readonly string[]
  readonly version: ShapeVersion
  readonly allowMissing: boolean
}

interface Wanted {
  readonly uri: string
  readonly item: ItemRow
  readonly shapes: readonly ShapeParts[]
  readonly useOriginalFilename: boolean
}

export interface ExportedFile {
  readonly sourceUri: string
  readonly destinationUri: string
}

/** Where each file goes. Throws `invalidInput` if two would have the same name. */
export function filesFor(chosen: readonly Chosen[], wanted: Wanted): readonly ExportedFile[] {
  const { uri, useOriginalFilename } = wanted
  const isFolder = uri.endsWith('/')
  if (!isFolder && chosen.length > 1)
    throw invalidInput('uri', 'expected a folder, ending with a slash, for several tags', uri)
  const names = chosen.map((one) => (useOriginalFilename ? originalName(one, wanted) : nameIn(one.uri)))
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) throw invalidInput('tag', 'two shapes have files of this name', twice)
  return chosen.map((one, at) => ({
    sourceUri: one.uri,
    destinationUri: isFolder && useOriginalFilename ? `${uri}${encodeURIComponent(names[at] ?? '')}` : uri,
  }))
}

/** That of the shape; or else that of the item, with the extension of the file. */
function originalName({ shapeId, uri }: Chosen, { shapes, item }: Wanted): string {
  const own = shapes.find(({ id }) => id === shapeId)?.metadata['originalFilename']
  const ofItself = String(item.facts['originalFilename'] ?? '')
  if (own !== undefined && own !== '') return own
  return ofItself === '' ? nameIn(uri) : `${parse(ofItself).name}${extname(nameIn(uri))}`
}

export function exportMetadata([first, ...further]: readonly ExportedFile[]): Metadata {
  return {
    ...first,
    ...(further.length > 0 && {
      furtherExports: further
        .map(({ sourceUri, destinationUri }) => `${sourceUri} ${destinationUri}`)
        .join('\n'),
    }),
  }
}

export const EXPORT_OPERATIONS: readonly Operation[] = [exportItem]
