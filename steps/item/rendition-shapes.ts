/** Makes shapes of the renditions of an item. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { ShapeDocument } from '../../schema/documents/shape.ts'
import { serialOf, siteId } from '../../schema/ids.ts'
import { readItems } from '../../schema/queries/media/items/item-rows.ts'
import { indexItem, setFacts } from '../../schema/queries/media/items/write-item.ts'
import { type KnownFile, recordFile } from '../../schema/queries/media/record-file.ts'
import { readShapes } from '../../schema/queries/media/shapes/read-shapes.ts'
import { createShape } from '../../schema/queries/media/shapes/write-shapes.ts'
import { type ComponentsOfShape, componentsOf } from '../../schema/shapes/components.ts'
import { factsOfEssence } from '../../schema/shapes/facts-of-essence.ts'
import type { Metadata } from '../engine/declare/step.ts'
import { reservedKey } from './reserved-key.ts'

/** A rendition that has landed. */
export interface MadeRendition extends KnownFile {
  readonly tag: string
  /** The technical members of its shape. */
  readonly technical?: (ComponentsOfShape & Pick<ShapeDocument, 'mimeType'>) | undefined
}

/** The item that a job works on; undefined for a job on plain URIs. */
export function itemOf({ itemId }: Metadata): number | undefined {
  return itemId === undefined ? undefined : serialOf(itemId)
}

/**
 * Records the files of renditions with the ids that were reserved for them, and makes a shape of each in the
 * version of their source. Returns what the job shows of them (wire-media.md §8.2).
 */
export async function registerShapes(
  em: EntityManager,
  itemId: number,
  renditions: readonly MadeRendition[],
  metadata: Metadata,
): Promise<Metadata> {
  const [source] = await readShapes(em, [serialOf(metadata['originalShapeId'] ?? '') ?? 0])
  const version = source && { essenceVersion: source.essenceVersion }
  const made: { readonly file: string; readonly shape: string; readonly path: string }[] = []
  for (const [at, { tag, technical = {}, ...known }] of renditions.entries()) {
    const id = reservedId(metadata, at)
    const file = await recordFile(em, { ...known, tag, ...(id !== undefined && { id }) })
    const components = componentsOf(technical)
    const parts = { components, mimeTypes: technical.mimeType ?? [], files: [file] }
    const shape = await createShape(em, { ...version, itemId, tags: [tag], ...parts })
    made.push({
      file: siteId(file),
      shape: siteId(shape),
      path: known.uri.slice(known.uri.lastIndexOf('/') + 1),
    })
  }
  await describeItem(em, itemId, renditions[0]?.technical)
  return {
    shapeIds: made.map(({ shape }) => shape).join(','),
    fileIds: made.map(({ file }) => file).join(','),
    fileShapeMap: made.map(({ file, shape }) => `${file}=${shape}`).join(','),
    // An import has its source in it.
    filePathMap: [
      ...(metadata['filePathMap'] ? [metadata['filePathMap']] : []),
      ...made.map(({ file, path }) => `${file}=${path}`),
    ].join(','),
  }
}

/** An item that had no content, such as that of a conform, is what its first rendition is. */
async function describeItem(
  em: EntityManager,
  itemId: number,
  technical: MadeRendition['technical'],
): Promise<void> {
  const [item] = await readItems(em, [itemId])
  if (technical && item && Object.keys(item.facts).length === 0)
    await setFacts(em, itemId, factsOfEssence(technical))
  else await indexItem(em, itemId)
}

function reservedId(metadata: Metadata, at: number): number | undefined {
  return serialOf(metadata[reservedKey(at)] ?? '')
}
