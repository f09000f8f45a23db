/** Builds the argument list of ffmpeg from a transcode plan. Pure. */

import type { ProgramFile } from '../../program/program-file.ts'
import type { Media } from '../media.ts'
import { inputOf } from '../source/formats.ts'
import type { PlannedStream, RenditionPlan } from './rendition.ts'
import type { Range } from './taken.ts'

export type TranscodePlan = {
  readonly ffmpeg: ProgramFile
  /** Path of the source: a file, never a URL. */
  readonly input: string
  /** The source as described by ffprobe. */
  readonly media: Media
  /** The renditions. The source is read and decoded once for all of them. */
  readonly outputs: readonly { readonly plan: RenditionPlan; readonly path: string }[]
  /** Part of the source, seconds from its start. Default: all. Copied streams cannot be cut. */
  readonly range?: Range
  /** Fails as `bad-input` at the first corrupt packet. Default false: decodes as much as possible. */
  readonly strict?: boolean
}

/** The whole command. */
export function command(plan: TranscodePlan): readonly string[] {
  const { ffmpeg, outputs, range } = plan
  const renditions = outputs.flatMap((one, at) => output(one, at, range))
  return [ffmpeg.path, ...HEAD, ...input(plan), ...joins(plan), ...renditions]
}

/**
 * `-y` overwrites: only one run writes to a partial file, so an existing one is a leftover of that run. No
 * `-nostdin`: with it, ffmpeg 7.0 ignores SIGINT.
 */
// biome-ignore format: an option and its value on one line
const HEAD = [
  '-hide_banner', '-y',
  '-loglevel', 'level+warning',
  '-progress', 'pipe:1', '-nostats', '-stats_period', '0.5',
] as const

function input({ input, media, range, strict = false }: TranscodePlan): readonly string[] {
  return [
    ...(strict ? ['-xerror', '-err_detect', 'explode'] : []),
    ...(soughtS(range) > 0 ? ['-ss', seconds(soughtS(range))] : []),
    ...inputOf(input, media.format),
  ]
}

/**
 * Where reading begins. A seek can land some seconds off, as in transport streams, so it leads to a place
 * well before the range, in whole seconds, which no clock rounds; the rest is decoded and dropped.
 */
function soughtS(range: TranscodePlan['range']): number {
  return Math.max(0, Math.floor((range?.startS ?? 0) - SEEK_MARGIN_S))
}

const SEEK_MARGIN_S = 10

/** Drops decoded frames and samples outside the range, which is exact. */
function part(plan: RenditionPlan, range: TranscodePlan['range']): readonly string[] {
  if (range === undefined) return []
  const { startS, endS } = range
  const length = endS === undefined ? [] : ['-t', seconds(endS - startS)]
  return ['-ss', seconds(startS - soughtS(range) - earlyS(plan, range)), ...length]
}

/**
 * Containers round the times of frames to as much as a millisecond, and frames are at least four apart: so a
 * range begins a little early for them. The sound is shifted by the same, so that it begins with its very
 * sample: a whole number of samples at 44 100 and 48 000 hertz.
 */
function earlyS({ streams }: RenditionPlan, range: TranscodePlan['range']): number {
  if (!streams.some(({ type }) => type === 'video')) return 0
  return Math.min(1 / 300, (range?.startS ?? 0) - soughtS(range))
}

/** ffmpeg reads microseconds. */
function seconds(time: number): string {
  return String(Math.round(time * 1e6) / 1e6)
}

/** The streams that are joined of several ones, in one graph for all renditions. */
function joins({ outputs, range }: TranscodePlan): readonly string[] {
  const graphs = outputs.flatMap(({ plan }, output) =>
    plan.streams.flatMap(({ join, from, filters }, at) =>
      join === undefined
        ? []
        : [
            `${from.map(({ index }) => `[0:${index}]`).join('')}${[join, ...earlier(earlyS(plan, range)), ...filters].join(',')}[${label(output, at)}]`,
          ],
    ),
  )
  return graphs.length > 0 ? ['-filter_complex', graphs.join(';')] : []
}

function label(output: number, stream: number): string {
  return `joined${output}.${stream}`
}

function output(
  { plan, path }: TranscodePlan['outputs'][number],
  at: number,
  range: TranscodePlan['range'],
): readonly string[] {
  const { streams, container, options } = plan
  const early = earlyS(plan, range)
  return [
    ...streams.flatMap((stream, of) => [
      ...['-map', stream.join === undefined ? `0:${stream.from[0]?.index}` : `[${label(at, of)}]`],
      ...filters(stream, streams, early),
      ...stream.options,
    ]),
    ...part(plan, range),
    ...options,
    ...['-f', container.muxer, `file:${path}`],
  ]
}

/** Those of a joined stream are in its graph. */
function filters(stream: PlannedStream, streams: readonly PlannedStream[], early: number): readonly string[] {
  const { type, join } = stream
  const all = [...(type === 'audio' ? earlier(early) : []), ...stream.filters]
  if (all.length === 0 || join !== undefined) return []
  const at = streams.filter((one) => one.type === type).indexOf(stream)
  return [`-filter:${type === 'video' ? 'v' : 'a'}:${at}`, all.join(',')]
}

function earlier(early: number): readonly string[] {
  return early > 0 ? [`asetpts=PTS-${seconds(early)}/TB`] : []
}
