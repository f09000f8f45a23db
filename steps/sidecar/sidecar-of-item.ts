/** Keeps what a sidecar says with its item: captions as a shape, fields in its metadata. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { serialOf, siteId } from '../../schema/ids.ts'
import { fieldNamesIn, isSystemField, withoutGenerated } from '../../schema/metadata/system-fields.ts'
import { defineFields, readFields } from '../../schema/queries/media/fields/metadata-fields.ts'
import { replaceTimed } from '../../schema/queries/media/items/timed-metadata.ts'
import { changeMetadata, indexItem } from '../../schema/queries/media/items/write-item.ts'
import { recordFile } from '../../schema/queries/media/record-file.ts'
import { createShape } from '../../schema/queries/media/shapes/write-shapes.ts'
import { plainText, webVtt } from '../../tasks/sidecar/cue.ts'
import type { SidecarContent } from '../../tasks/sidecar.ts'
import { fatal, type Metadata, type Outcome, type StepContext } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import { uriOf } from '../transcode/renditions.ts'
import { fieldsAsMetadata } from './fields-as-metadata.ts'

type Captions = Extract<SidecarContent, { readonly kind: 'captions' }>
type Fields = Extract<SidecarContent, { readonly kind: 'metadata' }>
type Context = Pick<StepContext<Tools>, 'job' | 'metadata' | 'log'> & { readonly em: EntityManager }

/**
 * Makes a shape of the captions at this path, and timed metadata of what they say. Returns what the job shows
 * of it.
 */
export async function captionsAsShape(
  { em, job, metadata, log }: Context,
  itemId: number,
  { content, final }: { readonly content: Captions; readonly final: string },
): Promise<Metadata> {
  const id = serialOf(metadata['captionsFileId'] ?? '')
  const language = metadata['subtitleLanguage'] ?? content.language ?? 'und'
  const file = await recordFile(em, {
    ...(id !== undefined && { id }),
    ...{ uri: uriOf(final), size: Buffer.byteLength(webVtt(content.cues)), jobId: job.id },
  })
  const tag = `sub_${language}_vtt`
  const shape = await createShape(em, {
    ...{ itemId, tags: [tag], mimeTypes: ['text/vtt'], files: [file] },
    components: [
      {
        kind: 'subtitle',
        position: 0,
        facts: { codec: 'webvtt' },
        metadata: { language, format: content.format },
      },
    ],
  })
  await indexItem(em, itemId)
  await captionsIntoMetadata({ em, job, metadata, log }, itemId, content.cues, language)
  return { shapeIds: siteId(shape), fileIds: siteId(file), tags: tag }
}

/** Searches find the item by what is said in it, and when. */
async function captionsIntoMetadata(
  { em, job, log }: Context,
  itemId: number,
  cues: Captions['cues'],
  language: string,
): Promise<void> {
  if (cues.length > MOST_TIMED)
    log('warning', `the metadata of the item have the first ${MOST_TIMED} captions`)
  const values = cues.slice(0, MOST_TIMED).map(({ startMs, endMs, text }) => ({
    ...{ start: `${startMs}@1000`, end: `${endMs}@1000` },
    ...{ value: plainText(text), lang: language },
  }))
  await replaceTimed(em, itemId, { field: `subtitle_${language}`, values, user: job.user })
}

/** All metadata of an item are read and written as one. */
const MOST_TIMED = 5_000

/** Merges the fields into the metadata of the item. Undefined if that went well. */
export async function fieldsIntoItem(
  { em, job, metadata, log }: Context,
  itemId: number,
  { fields }: Fields,
): Promise<Outcome | undefined> {
  const { document, skipped } = fieldsAsMetadata(fields)
  if (skipped.length > 0) log('warning', `no names of fields: ${skipped.slice(0, 20).join(', ')}`)
  const { wanted, dropped } = withoutGenerated(document)
  if (dropped.length > 0) log('warning', `generated fields are not written: ${dropped.join(', ')}`)
  const own = fieldNamesIn(wanted).filter((name) => !isSystemField(name))
  const known = new Set((await readFields(em, own)).map(({ name }) => name))
  const unknown = own.filter((name) => !known.has(name))
  if (unknown[0] !== undefined && metadata['strictMetadata'] === 'true')
    return fatal(`the metadata field ${unknown[0]} is not defined`)
  await defineFields(em, unknown)
  await changeMetadata(em, itemId, wanted, job.user)
  return undefined
}
