/** The renditions of a job: presets, plans, folder and paths. */

import { basename, extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { siteId } from '../../schema/ids.ts'
import type { Damage } from '../../tasks/ffmpeg/damage.ts'
import type { Media } from '../../tasks/ffmpeg/media.ts'
import { planOf } from '../../tasks/ffmpeg/plan/plan.ts'
import type { Preset } from '../../tasks/ffmpeg/plan/preset.ts'
import type { NotPlanned, RenditionPlan } from '../../tasks/ffmpeg/plan/rendition.ts'
import type { Range } from '../../tasks/ffmpeg/plan/taken.ts'
import { partialName } from '../../tasks/files/land.ts'
import { insideRoots } from '../../tasks/files/media-roots.ts'
import type { Metadata, StepContext } from '../engine/declare/step.ts'
import { unfitName } from '../files/unfit-name.ts'
import { reservedKey } from '../item/reserved-key.ts'
import { partsOf, picturesFound } from '../preset/parts.ts'
import { tagsIn, toolsOfJob } from '../preset/presets-of-job.ts'
import type { Tools } from '../tools.ts'
import { rangeOf } from './time-range.ts'

/** The source as described by ffprobe. */
export interface Source {
  readonly path: string
  readonly media: Media
}

/** One file that a transcode makes. */
export interface Rendition {
  readonly tag: string
  /** Path until the rendition has been checked. */
  readonly partial: string
  readonly final: string
  /** True if it ends early because the job was stopped. */
  readonly cut?: boolean
  /** What could not be decoded. */
  readonly damage?: Damage
  /** What it must have, if it is of a sequence: to the frame. */
  readonly streams?: RenditionPlan['streams']
}

export type PlannedRendition = Rendition & { readonly plan: RenditionPlan }

/** A transcode, planned. */
export interface Work {
  readonly source: Source
  /** Part of the source; default: all. */
  readonly range?: Range
  readonly folder: string
  /** The folder as given by the client, which determines the storage. */
  readonly destination: string
  readonly renditions: readonly PlannedRendition[]
}

/** Number of the step in the partial names: that of TRANSCODE, in job types of one's own as well. */
export const TRANSCODE_STEP = 200

type Asked = Pick<StepContext<Tools>, 'metadata' | 'tools'> & {
  readonly jobId: number
  readonly run: number
}

/** The source and the renditions of a transcode, or the reason why there are none. */
export async function workOf(context: StepContext<Tools>): Promise<Work | NotPlanned> {
  const { job, result, metadata, run } = context
  const source = result<Source>('probe-file')
  if (!source) return { refused: 'the source was not analyzed' }
  const tools = await toolsOfJob(context)
  if ('refused' in tools) return tools
  return workOn(source, { metadata, tools, run, jobId: job.id })
}

export async function workOn(source: Source, asked: Asked): Promise<Work | NotPlanned> {
  const { metadata, tools, jobId } = asked
  const known = presetsOf(metadata, tools.presets)
  if ('unknown' in known) return { refused: `tags: unknown preset “${known.unknown}”` }
  const presets = await withPictures(known, tools.mediaRoots)
  if ('refused' in presets) return presets
  const destination = await destinationOf(metadata, jobId, tools.mediaRoots)
  if ('refused' in destination) return { refused: `destinationUri: ${destination.refused}` }
  const cut = rangeOf(metadata, source)
  if ('refused' in cut) return cut
  const { folder } = destination
  const renditions = renditionsOf(source, presets, folder, {
    ...asked,
    ...cut,
    stems: stemsIn(metadata, presets),
  })
  if ('refused' in renditions) return renditions
  const unfit = await unfitName(renditions.map(({ final }) => final))
  if (unfit !== undefined) return { refused: unfit }
  return { ...cut, source, folder, destination: metadata['destinationUri'] ?? folder, renditions }
}

/** The presets in `tags`, or the first unknown one. */
export function presetsOf(
  metadata: Metadata,
  presets: readonly Preset[],
): readonly Preset[] | { readonly unknown: string } {
  const tags = tagsIn(metadata)
  const unknown = tags.find((tag) => !presets.some((preset) => preset.tag === tag))
  if (unknown !== undefined) return { unknown }
  return tags.flatMap((tag) => presets.filter((preset) => preset.tag === tag))
}

/** The ids that are reserved for the files of an item's renditions are their names. */
function stemsIn(metadata: Metadata, presets: readonly Preset[]): readonly (string | undefined)[] {
  return presets.map((_, at) => metadata[reservedKey(at)])
}

/** The folder of the outputs: `destinationUri`, or the default folder of the job in the first media root. */
export async function destinationOf(
  metadata: Metadata,
  jobId: number,
  mediaRoots: Tools['mediaRoots'],
): Promise<{ readonly folder: string } | NotPlanned> {
  const destination = ownFolder(metadata, jobId, mediaRoots) ?? metadata['destinationUri'] ?? ''
  const place = await insideRoots(destination, mediaRoots)
  if ('refused' in place) return place
  return { folder: 'path' in place ? place.path : place.missing }
}

/** The default folder, which only this job uses; undefined if it has a `destinationUri`. Pure. */
export function ownFolder(
  { destinationUri }: Metadata,
  jobId: number,
  mediaRoots: Tools['mediaRoots'],
): string | undefined {
  return destinationUri === undefined ? join(mediaRoots[0] ?? '.', siteId(jobId)) : undefined
}

interface Names {
  readonly jobId: number
  readonly run: number
  readonly range?: Range
  /** The names without extensions, by the place of the preset. Default: that of the source with the tag. */
  readonly stems?: readonly (string | undefined)[]
}

/**
 * One rendition for each preset: `clip.mov` with `lowres` becomes `clip-lowres.mp4`. With `monoFile`, further
 * ones for each channel: `clip-lowres-1.wav`. Pure.
 */
export function renditionsOf(
  source: Source,
  presets: readonly Preset[],
  folder: string,
  { jobId, run, range, stems = [] }: Names,
): readonly PlannedRendition[] | NotPlanned {
  const stem = basename(source.path, extname(source.path))
  const renditions: PlannedRendition[] = []
  for (const [at, { preset, suffix }] of presets.flatMap((one, place) =>
    partsOf(one, source.media).map((part) => [place, part] as const),
  )) {
    const plan = planOf(preset, source, range)
    if ('refused' in plan) return plan
    const name = `${stems[at] ?? `${stem}-${preset.tag}`}${suffix}`
    const final = join(folder, `${name}${plan.container.extension}`)
    renditions.push({
      tag: preset.tag,
      plan,
      final,
      partial: partialName(final, siteId(jobId), TRANSCODE_STEP, run),
    })
  }
  return renditions
}

/** The presets with files that overlays show found inside the media roots. */
async function withPictures(
  presets: readonly Preset[],
  mediaRoots: Tools['mediaRoots'],
): Promise<readonly Preset[] | NotPlanned> {
  const found: Preset[] = []
  for (const preset of presets) {
    const placed = await picturesFound(preset, mediaRoots)
    if ('refused' in placed) return { refused: `preset “${preset.tag}”: overlay: ${placed.refused}` }
    found.push(placed)
  }
  return found
}

export function uriOf(path: string): string {
  return pathToFileURL(path).href
}
