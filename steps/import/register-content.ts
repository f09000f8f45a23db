/** The steps that make a file and a shape of the content of an import. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { serialOf, siteId } from '../../schema/ids.ts'
import type { ComponentKind } from '../../schema/media.ts'
import { pathOfFile, stateOfFile } from '../../schema/queries/media/files.ts'
import { lockItem } from '../../schema/queries/media/items/item-rows.ts'
import { setFacts } from '../../schema/queries/media/items/write-item.ts'
import { recordFile } from '../../schema/queries/media/record-file.ts'
import { readShapes } from '../../schema/queries/media/shapes/read-shapes.ts'
import { createShape } from '../../schema/queries/media/shapes/write-shapes.ts'
import { componentsOf } from '../../schema/shapes/components.ts'
import { factsOfEssence } from '../../schema/shapes/facts-of-essence.ts'
import { withoutSecrets } from '../../tasks/transfer/location.ts'
import {
  fatal,
  finished,
  type Metadata,
  type Outcome,
  type Step,
  type StepContext,
  waitFor,
} from '../engine/declare/step.ts'
import { forgetAnnouncedFile } from '../files/forget-announced-file.ts'
import { namesIn } from '../item/names-in.ts'
import { isOpen, toBeClosed } from '../problems/open-file.ts'
import type { Tools } from '../tools.ts'
import type { CheckedContent } from './check-content.ts'
import { fillPlaceholder } from './fill-placeholder.ts'
import { CONTENT, contentUri } from './views.ts'

/** Records the file, and the shape with what the check has found. Result: the id of the shape. */
export const registerContent: Step<Tools> = {
  name: CONTENT.register,
  description: 'Analyzing media check.',
  runsAs: 'STARTED',
  async run({ em, job, metadata, result, log }) {
    const content = result<CheckedContent>(CONTENT.check)
    const itemId = serialOf(metadata['itemId'] ?? '')
    if (!content || itemId === undefined) return fatal('the content was not analyzed')
    // Locks the item: what other jobs add to it at the same time is seen by one of them.
    if (!(await lockItem(em, itemId))) return fatal(`item ${siteId(itemId)} does not exist`)
    const missing = await missingPlaceholder(em, itemId, metadata)
    if (missing !== undefined) return fatal(missing)
    const { size, media } = content
    const file = await recordFile(em, {
      uri: contentUri(metadata),
      size,
      jobId: job.id,
      ...(media && { media }),
    })
    const shape = await shapeOf(em, { itemId, file, content, metadata })
    if (isOriginal(metadata))
      await setFacts(em, itemId, factsOfEssence(content.technical, originOf(metadata)))
    log('info', `shape ${siteId(shape)} of item ${siteId(itemId)}`)
    return registered(shape, file, await pathOfFile(em, file))
  },
}

/** Why there is no place for the content; undefined for a new shape. */
async function missingPlaceholder(
  em: EntityManager,
  itemId: number,
  { shapeId }: Metadata,
): Promise<string | undefined> {
  if (shapeId === undefined) return undefined
  const [shape] = await readShapes(em, [serialOf(shapeId) ?? 0])
  return shape?.itemId === itemId ? undefined : `shape ${shapeId} does not exist`
}

interface Found {
  readonly itemId: number
  readonly file: number
  readonly content: CheckedContent
  readonly metadata: Metadata
}

/** Fills the placeholder that the import is for, or creates a shape. */
async function shapeOf(em: EntityManager, { itemId, file, content, metadata }: Found): Promise<number> {
  const { technical } = content
  const made = {
    components: componentsOf(technical),
    mimeTypes: technical.mimeType ?? [],
    files: [file],
  }
  const placeholder = serialOf(metadata['shapeId'] ?? '')
  if (placeholder !== undefined) {
    await fillPlaceholder(em, placeholder, (metadata['component'] ?? 'container') as ComponentKind, made)
    return placeholder
  }
  const version = metadata['essenceVersion']
  return createShape(em, {
    ...{ itemId, ...made, tags: shapeTagsOf(metadata) },
    ...(version !== undefined && { essenceVersion: Number(version) }),
    metadata: { originalFilename: metadata['originalFilename'] ?? '' },
  })
}

function shapeTagsOf({ importTag = 'original' }: Metadata): readonly string[] {
  return namesIn(importTag)
}

function isOriginal(metadata: Metadata): boolean {
  return shapeTagsOf(metadata).includes('original')
}

function originOf({ sourceUri = '', originalFilename }: Metadata) {
  return { uri: sourceUri, ...(originalFilename !== undefined && { filename: originalFilename }) }
}

function registered(shape: number, file: number, path = ''): Outcome {
  return finished(shape, {
    ...{ originalShapeId: siteId(shape), shapeId: siteId(shape) },
    ...{ fileId: siteId(file), sourceFileIds: siteId(file) },
    filePathMap: `${siteId(file)}=${path}`,
  })
}

type TransactionContext = StepContext<Tools> & { readonly em: EntityManager }

/** Checks that what the import needs still exists: before the content is transferred. */
function settingUp(number: 'close' | 'set-up'): Step<Tools> {
  const closes = number === 'close'
  return {
    name: closes ? 'close-transfer' : 'set-up-import',
    description: closes ? 'Closing transfer.' : 'Setting up.',
    runsAs: 'STARTED',
    async run({ em, metadata, log }: TransactionContext) {
      const itemId = serialOf(metadata['itemId'] ?? '')
      const [item] = await em.execute<{ id: number }[]>('select id from callsheet.item where id = ?', [
        itemId ?? 0,
      ])
      if (!item) return fatal(`item ${metadata['itemId']} does not exist`)
      const open = closes ? undefined : await openSource(em, metadata)
      if (open !== undefined) return waitFor(toBeClosed(open))
      if (!closes)
        log(
          'info',
          `${withoutSecrets(metadata['sourceUri'] ?? '')} to ${metadata['destinationUri'] ?? 'where it is'}`,
        )
      return finished()
    },
  }
}

/** The file of a growing import, while it is open. */
async function openSource(
  em: EntityManager,
  { growing, fileId = '' }: Metadata,
): Promise<number | undefined> {
  const id = serialOf(fileId)
  if (growing !== 'true' || id === undefined) return undefined
  return isOpen(await stateOfFile(em, id)) ? id : undefined
}

export const forgetContent = forgetAnnouncedFile('forget-content', 'fileId')
export const closeTransfer = settingUp('close')
export const setUpImport = settingUp('set-up')
