/** What a job renders of a sequence: its frames, its canvas, its chunks, its renditions and their paths. */
import { join } from 'node:path'
import { siteId } from '../../schema/ids.ts'
import { planOf } from '../../tasks/ffmpeg/plan/plan.ts'
import type { RenditionPlan } from '../../tasks/ffmpeg/plan/rendition.ts'
import { type Canvas, canvasOf, mediaOfCanvas } from '../../tasks/ffmpeg/sequence/canvas.ts'
import { chunksOf, MOST_INPUTS } from '../../tasks/ffmpeg/sequence/chunks.ts'
import { lengthOf, type Sequence } from '../../tasks/ffmpeg/sequence/sequence.ts'
import { partialName } from '../../tasks/files/land.ts'
import type { Metadata, StepContext } from '../engine/declare/step.ts'
import { unfitName } from '../files/unfit-name.ts'
import { reservedKey } from '../item/reserved-key.ts'
import { toolsOfJob } from '../preset/presets-of-job.ts'
import type { Tools } from '../tools.ts'
import { destinationOf, presetsOf, type Rendition, TRANSCODE_STEP } from '../transcode/renditions.ts'
import type { UnusableDraft } from './draft.ts'
import { resolved, type SequenceSource } from './resolve.ts'
import { draftOf } from './sequence-parameters.ts'

export interface SequenceWork {
  readonly sequence: Sequence
  readonly canvas: Canvas
  /** One, or the parts that are rendered before the whole. */
  readonly chunks: readonly Sequence[]
  readonly folder: string
  readonly destination: string
  readonly renditions: readonly (Rendition & { readonly plan: RenditionPlan })[]
}

interface Asked {
  readonly metadata: Metadata
  readonly tools: Tools
  readonly jobId: number
  readonly run: number
}

export async function sequenceWork(context: StepContext<Tools>): Promise<SequenceWork | UnusableDraft> {
  const { job, result, metadata, run } = context
  const sources = result<readonly SequenceSource[]>('probe-sources')
  if (!sources) return { refused: 'the sources were not analyzed' }
  const tools = await toolsOfJob(context)
  return 'refused' in tools ? tools : sequenceWorkOn(sources, { metadata, tools, run, jobId: job.id })
}

export async function sequenceWorkOn(
  sources: readonly SequenceSource[],
  asked: Asked,
): Promise<SequenceWork | UnusableDraft> {
  const { metadata, tools, jobId } = asked
  const draft = draftOf(metadata)
  if ('refused' in draft) return { refused: `${draft.key}: ${draft.refused}` }
  const presets = presetsOf(metadata, tools.presets)
  if ('unknown' in presets) return { refused: `tags: unknown preset “${presets.unknown}”` }
  const destination = await destinationOf(metadata, jobId, tools.mediaRoots)
  if ('refused' in destination) return { refused: `destinationUri: ${destination.refused}` }
  const sequence = resolved(draft, sources)
  if ('refused' in sequence) return sequence
  const chunks = chunksOf(sequence)
  if (!chunks || chunks.length > MOST_INPUTS)
    return { refused: `more than ${MOST_INPUTS} pieces in a row dissolve into each other` }
  const { folder } = destination
  const canvas = canvasOf(sequence, presets)
  const renditions = renditionsOf(sequence, canvas, { presets, folder, ...asked })
  if ('refused' in renditions) return renditions
  const unfit = await unfitName(renditions.map(({ final }) => final))
  if (unfit !== undefined) return { refused: unfit }
  return { sequence, canvas, chunks, folder, destination: metadata['destinationUri'] ?? folder, renditions }
}

function renditionsOf(
  sequence: Sequence,
  canvas: Canvas,
  {
    presets,
    folder,
    jobId,
    run,
    metadata,
  }: Asked & { readonly presets: Tools['presets']; readonly folder: string },
): SequenceWork['renditions'] | UnusableDraft {
  const media = mediaOfCanvas(sequence, canvas)
  const renditions = []
  for (const [at, preset] of presets.entries()) {
    const plan = planOf(preset, { path: sequence.name, media })
    if ('refused' in plan) return plan
    // The ids that are reserved for the files of an item are their names.
    const stem = metadata[reservedKey(at)] ?? `${sequence.name}-${preset.tag}`
    const final = join(folder, `${stem}${plan.container.extension}`)
    const partial = partialName(final, siteId(jobId), TRANSCODE_STEP, run)
    renditions.push({ tag: preset.tag, plan: toTheFrame(plan, sequence), final, partial })
  }
  return renditions
}

function toTheFrame(plan: RenditionPlan, { video }: Sequence): RenditionPlan {
  const frames = lengthOf(video)
  const streams = plan.streams.map((stream) =>
    stream.type === 'video' ? { ...stream, expected: { ...stream.expected, frames } } : stream,
  )
  return { ...plan, streams }
}

/** The final path that a chunk would have; it only ever has a partial one. */
export function chunkPath(
  { folder, sequence }: Pick<SequenceWork, 'folder' | 'sequence'>,
  at: number,
): string {
  return join(folder, `${sequence.name}-chunk${at + 1}.mov`)
}
