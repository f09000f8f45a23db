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
export async function workOf({ job, result, ...context }: StepContext<Tools>): Promise<Work | NotPlanned> {
  const source = result<Source>('probe-file')
  if (!source) return { refused: 'the source was not analyzed' }
  return workOn(source, { ...context, jobId: job.id })
}

export async function workOn(source: Source, asked: Asked): Promise<Work | NotPlanned> {
  const { metadata, tools, jobId } = asked
  const presets = presetsOf(metadata, tools.presets)
  if ('unknown' in presets) return { refused: `tags: unknown preset “${presets.unknown}”` }
  const destination = await destinationOf(metadata, jobId, tools.mediaRoots)
  if ('refused' in destination) return { refused: `destinationUri: ${destination.refused}` }
  const cut = rangeOf(metadata, source)
  if ('refused' in cut) return cut
  const { folder } = destination
  const renditions = renditionsOf(source, presets, folder, { ...asked, ...cut })
  if ('refused' in renditions) return renditions
  const unfit = await unfitName(renditions.map(({ final }) => final))
  if (unfit !== undefined) return { refused: unfit }
  return { ...cut, source, folder, destination: metadata['destinationUri'] ?? folder, renditions }
}

/** The presets in `tags`, or the first unknown one. Default: `original`, as in an import (wire.md §10.2). */
export function presetsOf(
  metadata: Metadata,
  presets: readonly Preset[],
): readonly Preset[] | { readonly unknown: string } {
  const tags = tagsOf(metadata)
  const unknown = tags.find((tag) => !presets.some((preset) => preset.tag === tag))
  if (unknown !== undefined) return { unknown }
  return tags.flatMap((tag) => presets.filter((preset) => preset.tag === tag))
}

function tagsOf(metadata: Metadata): readonly string[] {
  const tags = (metadata['tags'] ?? '').split(',').map((tag) => tag.trim())
  const names = [...new Set(tags.filter((tag) => tag !== ''))]
  return names.length > 0 ? names : ['original']
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
}

/** One rendition for each preset: `clip.mov` with `lowres` becomes `clip-lowres.mp4`. Pure. */
export function renditionsOf(
  source: Source,
  presets: readonly Preset[],
  folder: string,
  { jobId, run, range }: Names,
): readonly PlannedRendition[] | NotPlanned {
  const stem = basename(source.path, extname(source.path))
  const renditions: PlannedRendition[] = []
  for (const preset of presets) {
    const plan = planOf(preset, source, range)
    if ('refused' in plan) return plan
    const final = join(folder, `${stem}-${preset.tag}${plan.container.extension}`)
    renditions.push({
      tag: preset.tag,
      plan,
      final,
      partial: partialName(final, siteId(jobId), TRANSCODE_STEP, run),
    })
  }
  return renditions
}

export function uriOf(path: string): string {
  return pathToFileURL(path).href
}
