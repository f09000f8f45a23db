/** The step register-sidecar, which stores what a sidecar says. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { siteId } from '../../schema/ids.ts'
import { lockItem } from '../../schema/queries/media/items/item-rows.ts'
import { plainText } from '../../tasks/sidecar/cue.ts'
import type { SidecarContent } from '../../tasks/sidecar.ts'
import {
  fatal,
  finished,
  type Metadata,
  type Outcome,
  type Step,
  type StepContext,
} from '../engine/declare/step.ts'
import { itemOf } from '../item/rendition-shapes.ts'
import type { Tools } from '../tools.ts'
import { uriOf } from '../transcode/renditions.ts'
import { captionsAsShape, fieldsIntoItem } from './sidecar-of-item.ts'
import type { ReadSidecar, WrittenCaptions } from './sidecar-plan.ts'

/** Stores the first cues, or the fields, in the metadata of the job. */
export const registerSidecar: Step<Tools> = {
  name: 'register-sidecar',
  description: 'Registering the sidecar.',
  runsAs: 'STARTED',
  async run(context) {
    const { metadata, result } = context
    const [read, written] = [result<ReadSidecar>('read-sidecar'), result<WrittenCaptions>('write-captions')]
    if (!read || !written) return fatal('the sidecar was not read')
    const language = metadata['subtitleLanguage']
    const kept = await keptWithItem(context, read.content, written)
    if ('ended' in kept) return kept as Outcome
    const known = { ...written, ...(language !== undefined && { language }) }
    return finished(undefined, { ...metadataOfSidecar(read.content, known), ...kept })
  },
}

/** What the job shows of it; nothing for a sidecar without an item. */
async function keptWithItem(
  context: StepContext<Tools> & { readonly em: EntityManager },
  content: SidecarContent,
  { final }: WrittenCaptions,
): Promise<Metadata | Outcome> {
  const itemId = itemOf(context.metadata)
  if (itemId === undefined) return {}
  if (!(await lockItem(context.em, itemId))) return fatal(`item ${siteId(itemId)} does not exist`)
  if (content.kind === 'metadata') return (await fieldsIntoItem(context, itemId, content)) ?? {}
  return final === undefined ? {} : captionsAsShape(context, itemId, { content, final })
}

interface Known {
  readonly final?: string
  /** As the client says; it counts before that of the file. */
  readonly language?: string
}

/** Pure. */
export function metadataOfSidecar(content: SidecarContent, { final, language }: Known): Metadata {
  if (content.kind === 'metadata') {
    const { fields, format } = content
    const result = { format, fields: fields.slice(0, MOST), total: fields.length }
    return { sidecarFormat: format, fieldCount: String(fields.length), result: JSON.stringify(result) }
  }
  const { cues, format } = content
  const spoken = language ?? content.language
  const first = cues.slice(0, MOST).map(({ startMs, endMs, text }) => ({
    ...{ start: `${startMs}@1000`, end: `${endMs}@1000` },
    text: plainText(text),
  }))
  const captionsUri = final === undefined ? {} : { captionsUri: uriOf(final) }
  const known = { format, ...captionsUri, ...(spoken !== undefined && { language: spoken }) }
  return {
    ...{ sidecarFormat: format, cueCount: String(cues.length), ...captionsUri },
    ...(spoken !== undefined && { subtitleLanguage: spoken }),
    result: JSON.stringify({ ...known, cues: first, total: cues.length }),
  }
}

/** The metadata of a job is sent with the job; the WebVTT has all of it. */
const MOST = 1_000
