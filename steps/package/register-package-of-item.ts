/** The step register-package-of-item, which makes a shape of a package. Jobs on plain URIs lack it. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { serialOf, siteId } from '../../schema/ids.ts'
import { indexItem } from '../../schema/queries/media/items/write-item.ts'
import { readShapes } from '../../schema/queries/media/shapes/read-shapes.ts'
import { recordFolder } from '../../schema/queries/media/shapes/record-folder.ts'
import { addComponents, createShape } from '../../schema/queries/media/shapes/write-shapes.ts'
import { fatal, finished, type Metadata, type Step } from '../engine/declare/step.ts'
import { namesIn } from '../item/names-in.ts'
import { itemOf } from '../item/rendition-shapes.ts'
import { reservedKey } from '../item/reserved-key.ts'
import type { Tools } from '../tools.ts'
import type { PackageOutput } from './check-package.ts'
import type { PackageShape } from './package-shape.ts'

/** Records all files of the package, and one shape that has them. Result: the id of the shape. */
export const registerPackageOfItem: Step<Tools> = {
  name: 'register-package-of-item',
  description: 'Registering the output.',
  runsAs: 'STARTED',
  applies: (metadata) => itemOf(metadata) !== undefined,
  async run({ em, job, metadata, result, log }) {
    const output = result<PackageOutput>('check-package')
    const itemId = itemOf(metadata)
    if (!output?.shape || itemId === undefined) return fatal('there is no package to register')
    const [tag = ''] = namesIn(metadata['tags'] ?? '')
    const files = Object.entries(output.sizes ?? {}).map(([name, size]) => ({ name, size }))
    const entry = output.shape.components[0]?.files[0] ?? output.entry
    const id = serialOf(metadata[reservedKey(0)] ?? '')
    const ids = await recordFolder(em, `${output.uri}/`, files, {
      ...{ tag, jobId: job.id },
      ...(id !== undefined && { first: { name: entry, id } }),
    })
    const shape = await shapeOf(em, { itemId, tag, metadata, described: output.shape, ids })
    await indexItem(em, itemId)
    log('info', `shape ${siteId(shape)} of item ${siteId(itemId)}, ${files.length} files`)
    const entryId = siteId(ids.get(entry) ?? 0)
    return finished(shape, {
      ...{ shapeIds: siteId(shape), fileIds: entryId },
      fileShapeMap: `${entryId}=${siteId(shape)}`,
    })
  },
}

interface Registered {
  readonly itemId: number
  readonly tag: string
  readonly metadata: Metadata
  readonly described: PackageShape
  /** Of the files, by name. */
  readonly ids: ReadonlyMap<string, number>
}

/** In the version of the essence that its source has. */
async function shapeOf(
  em: EntityManager,
  { itemId, tag, metadata, described, ids }: Registered,
): Promise<number> {
  const { mimeTypes, components } = described
  const [source] = await readShapes(em, [serialOf(metadata['originalShapeId'] ?? '') ?? 0])
  const version = source && { essenceVersion: source.essenceVersion }
  const tags = tag === '' ? [] : [tag]
  const shape = await createShape(em, { ...version, itemId, tags, mimeTypes })
  for (const { files, ...component } of components)
    await addComponents(
      em,
      shape,
      [component],
      files.flatMap((name) => ids.get(name) ?? []),
    )
  return shape
}
