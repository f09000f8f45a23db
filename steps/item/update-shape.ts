/** The steps that replace what a shape says of its file. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { serialOf, siteId } from '../../schema/ids.ts'
import { readItems } from '../../schema/queries/media/items/item-rows.ts'
import { indexItem, setFacts } from '../../schema/queries/media/items/write-item.ts'
import { recordFile } from '../../schema/queries/media/record-file.ts'
import { readShapes, type ShapeParts } from '../../schema/queries/media/shapes/read-shapes.ts'
import { replaceComponents } from '../../schema/queries/media/shapes/write-shapes.ts'
import { componentMembers, componentsOf } from '../../schema/shapes/components.ts'
import { factsOfEssence } from '../../schema/shapes/facts-of-essence.ts'
import { differencesOf } from '../../tasks/ffmpeg/shape/differences.ts'
import type { Technical } from '../../tasks/ffmpeg/shape/technical.ts'
import { fatal, finished, type Metadata, type Step } from '../engine/declare/step.ts'
import type { CheckedContent } from '../import/check-content.ts'
import { CONTENT } from '../import/views.ts'
import type { Tools } from '../tools.ts'

/** Checks that the shape is still there before its file is read. */
export const setUpShapeUpdate: Step<Tools> = {
  name: 'set-up-shape-update',
  description: 'Setting up.',
  runsAs: 'STARTED',
  async run({ em, metadata }) {
    return (await shapeOf(em, metadata)) ? finished() : missing(metadata)
  },
}

/** Replaces the components by those of the check. Result: the differences, as clauses. */
export const updateShape: Step<Tools> = {
  name: 'update-shape',
  description: 'Analyzing media check.',
  runsAs: 'STARTED',
  async run({ em, job, metadata, result, log }) {
    const content = result<CheckedContent>(CONTENT.check)
    if (!content) return fatal('the content was not analyzed')
    const shape = await shapeOf(em, metadata)
    if (!shape) return missing(metadata)
    const { technical, size, media } = content
    const differences = differencesOf(technicalOfShape(shape), technical)
    for (const difference of differences) log('info', difference)
    if (differences.length === 0) log('info', 'the file is what the shape says')
    const uri = metadata['sourceUri'] ?? ''
    const file = await recordFile(em, { uri, size, jobId: job.id, ...(media && { media }) })
    const parts = { components: componentsOf(technical), mimeTypes: technical.mimeType ?? [], files: [file] }
    await replaceComponents(em, shape.id, parts)
    await refreshItem(em, shape, technical)
    return finished(differences, {
      fileId: siteId(file),
      differences: differences.join('\n'),
      result: JSON.stringify({ shape: siteId(shape.id), differences }),
    })
  },
}

async function shapeOf(em: EntityManager, { itemId = '', shapeId = '' }: Metadata) {
  const [shape] = await readShapes(em, [serialOf(shapeId) ?? 0])
  return shape?.itemId === serialOf(itemId) ? shape : undefined
}

function missing({ itemId, shapeId }: Metadata) {
  return fatal(`item ${itemId} has no shape ${shapeId}`)
}

/** What the shape has said. Pure. */
function technicalOfShape({ components, mimeTypes }: ShapeParts): Technical {
  return { ...componentMembers(components.map((one) => ({ ...one, file: [] }))), mimeType: mimeTypes }
}

/** The facts of an item are those of its original; where it came from stays. */
async function refreshItem(
  em: EntityManager,
  { itemId, tags }: ShapeParts,
  technical: Technical,
): Promise<void> {
  if (!tags.includes('original')) return indexItem(em, itemId)
  const [item] = await readItems(em, [itemId])
  const { originalUri: uri, originalFilename: filename } = item?.facts ?? {}
  const origin = {
    ...(uri !== undefined && { uri: String(uri) }),
    ...(filename !== undefined && { filename: String(filename) }),
  }
  await setFacts(em, itemId, factsOfEssence(technical, origin))
}
