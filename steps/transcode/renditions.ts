/** The renditions of a job: presets, folder and paths. */

import { basename, extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { siteId } from '../../schema/ids.ts'
import type { Media } from '../../tasks/ffmpeg/media.ts'
import { containerFor, type Preset } from '../../tasks/ffmpeg/plan/preset.ts'
import { partialName } from '../../tasks/files/land.ts'
import { insideRoots } from '../../tasks/files/media-roots.ts'
import type { Metadata, StepContext } from '../engine/declare/step.ts'
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
}

/** The source and the renditions of a transcode, or the reason why there are none. */
export async function planOf({ job, metadata, number, run, result, tools }: StepContext<Tools>) {
  const source = result<Source>('probe-file')
  if (!source) return { refused: 'the source was not analyzed' }
  const presets = presetsOf(metadata, tools.presets)
  if ('unknown' in presets) return { refused: `tags: unknown preset “${presets.unknown}”` }
  const destination = await destinationOf(metadata, job.id, tools.mediaRoots)
  if ('refused' in destination) return { refused: `destinationUri: ${destination.refused}` }
  const cut = rangeOf(metadata, source)
  if ('refused' in cut) return cut
  const { folder } = destination
  return {
    ...cut,
    source,
    folder,
    /** The folder as given by the client, which determines the storage. */
    destination: metadata['destinationUri'] ?? folder,
    renditions: renditionsOf(source, presets, folder, { jobId: job.id, step: number, run }),
  }
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
): Promise<{ readonly folder: string } | { readonly refused: string }> {
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

/** One rendition for each preset: `clip.mov` with `lowres` becomes `clip-lowres.mp4`. */
export function renditionsOf(
  source: Source,
  presets: readonly Preset[],
  folder: string,
  { jobId, step, run }: { readonly jobId: number; readonly step: number; readonly run: number },
): readonly (Rendition & { readonly preset: Preset })[] {
  const stem = basename(source.path, extname(source.path))
  return presets.map((preset) => {
    const final = join(folder, `${stem}-${preset.tag}${containerFor(preset, source.media).extension}`)
    return { tag: preset.tag, preset, final, partial: partialName(final, siteId(jobId), step, run) }
  })
}

export function uriOf(path: string): string {
  return pathToFileURL(path).href
}
