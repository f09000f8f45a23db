/** The steps that keep the thumbnails and posters of an item in the database, and remove their files. */
import { readFile } from 'node:fs/promises'
import type { EntityManager } from '@mikro-orm/postgresql'
import { serialOf, siteId } from '../../schema/ids.ts'
import { lockItem } from '../../schema/queries/media/items/item-rows.ts'
import { keepPicture } from '../../schema/queries/media/items/pictures.ts'
import { indexItem } from '../../schema/queries/media/items/write-item.ts'
import { readShapes } from '../../schema/queries/media/shapes/read-shapes.ts'
import { codeOf, openFile } from '../../tasks/files/open-folder.ts'
import { fatal, finished, type Metadata, type Step } from '../engine/declare/step.ts'
import { itemOf } from '../item/rendition-shapes.ts'
import type { Tools } from '../tools.ts'
import type { Picture, Thumbnails } from './thumbnail-plan.ts'

interface Named {
  readonly name: string
  /** The step that has made the pictures. */
  readonly madeBy: string
  readonly applies: NonNullable<Step<Tools>['applies']>
}

/**
 * Keeps those that were made, in the version of their source. What was there at the same time is replaced.
 */
export function keeping({ name, madeBy, applies }: Named): Step<Tools> {
  return {
    ...{ name, applies },
    description: 'Keeping thumbnails.',
    runsAs: 'STARTED',
    async run({ em, metadata, result, log }) {
      const { pictures = [] } = result<Thumbnails>(madeBy) ?? {}
      const itemId = itemOf(metadata)
      if (pictures.length === 0) return finished()
      if (itemId === undefined || !(await lockItem(em, itemId)))
        return fatal(`item ${metadata['itemId']} does not exist`)
      const version = await versionOf(em, metadata)
      for (const picture of pictures) await keep(em, { itemId, version, picture })
      await indexItem(em, itemId)
      log('info', `${pictures.length} pictures of item ${siteId(itemId)}`)
      return finished(pictures.length)
    },
  }
}

/** In the version of the shape that the pictures are of. */
async function versionOf(em: EntityManager, { originalShapeId, shapeIds = '' }: Metadata): Promise<number> {
  const [made = ''] = shapeIds.split(',')
  const [shape] = await readShapes(em, [serialOf(originalShapeId ?? made) ?? 0])
  return shape?.essenceVersion ?? 0
}

interface Keeping {
  readonly itemId: number
  readonly version: number
  readonly picture: Picture
}

async function keep(em: EntityManager, { itemId, version, picture }: Keeping): Promise<void> {
  const { kind, times, partial, format } = picture
  const image = await bytesOf(partial)
  for (const { text: time, seconds } of times)
    await keepPicture(em, itemId, { kind, version, time, seconds, mimeType: `image/${format}`, image })
}

async function bytesOf(path: string): Promise<Uint8Array> {
  const file = await openFile(path).catch((error: unknown) => {
    throw codeOf(error) === 'ENOENT' ? new Error(`${path} is gone, or not on this host`) : error
  })
  try {
    return await readFile(file)
  } finally {
    await file.close()
  }
}

/** Whether a THUMBNAIL job is on an item. */
export function ofItems({ itemId }: Metadata): boolean {
  return itemId !== undefined
}

/** Keeps the pictures of a THUMBNAIL job on an item. */
export const keepPictures = keeping({
  name: 'keep-pictures',
  madeBy: 'make-thumbnails',
  applies: ofItems,
})
