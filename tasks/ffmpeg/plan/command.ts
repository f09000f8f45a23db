/** Builds the argument list of ffmpeg from a transcode plan. Pure. */

import { join } from 'node:path'
import type { ProgramFile } from '../../program/program-file.ts'
import type { Media } from '../media.ts'
import { inputOf } from '../source/formats.ts'
import { loudnorm, type MeasuredLoudness } from './audio/loudness.ts'
import type { PlannedStream, RenditionPlan } from './rendition.ts'
import { type Range, soughtS } from './taken.ts'

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
  /** What was learned of the source before; without it, `loudness` is normalized as it goes. */
  readonly learned?: Learned
  /** Fails as `bad-input` at the first corrupt packet. Default false: decodes as much as possible. */
  readonly strict?: boolean
}

/** What the first runs over a source have found out, for the last. */
export interface Learned {
  /** The folder with the logs of the first passes. */
  readonly passLogs?: string
  /** What loudnorm has measured, by `place`. */
  readonly loudness: ReadonlyMap<string, MeasuredLoudness>
}

/** The whole command. */
export function command(plan: TranscodePlan): readonly string[] {
  return commandOn(input(plan), plan)
}

/** The same on another input. */
export function commandOn(input: readonly string[], plan: TranscodePlan): readonly string[] {
  const { ffmpeg, outputs, range, learned } = plan
  const renditions = outputs.flatMap((one, at) => output(one, at, range, learned))
  return [ffmpeg.path, ...HEAD, ...input, ...joins(plan), ...renditions]
}

/** The names of the output and of its stream, as numbers. */
export function placeOf(output: number, stream: number): string {
  return `${output}.${stream}`
}

/**
 * `-y` overwrites: only one run writes to a partial file, so an existing one is a leftover of that run. No
 * `-nostdin`: with it, ffmpeg 7.0 ignores SIGINT.
 */
// biome-ignore format: an option and its value on one line
export const HEAD = [
  '-hide_banner', '-y',
  '-loglevel', 'level+warning',
  '-progress', 'pipe:1', '-nostats', '-stats_period', '0.5',
] as const

/** The source, from where reading begins. */
export function input({ input, media, range, strict = false }: TranscodePlan): readonly string[] {
  return [
    ...(strict ? ['-xerror', '-err_detect', 'explode'] : []),
    ...(soughtS(range) > 0 ? ['-ss', seconds(soughtS(range))] : []),
    ...inputOf(input, media.format),
  ]
}

/** Drops decoded frames and samples outside the range, which is exact. */
export function part(plan: Pick<RenditionPlan, 'streams'>, range: TranscodePlan['range']): readonly string[] {
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
function earlyS({ streams }: Pick<RenditionPlan, 'streams'>, range: TranscodePlan['range']): number {
  if (!streams.some(({ type }) => type === 'video')) return 0
  return Math.min(1 / 300, (range?.startS ?? 0) - soughtS(range))
}

/** ffmpeg reads microseconds. */
function seconds(time: number): string {
  return String(Math.round(time * 1e6) / 1e6)
}

/** The streams that are joined of several ones, in one graph for all renditions. */
function joins({ outputs, range, learned }: TranscodePlan): readonly string[] {
  const graphs = outputs.flatMap(({ plan }, output) =>
    plan.streams.flatMap((stream, at) =>
      stream.join === undefined
        ? []
        : [
            joined(
              stream,
              [
                ...earlier(earlyS(plan, range)),
                ...stream.filters,
                ...normalized(stream, output, at, learned),
              ],
              label(output, at),
            ),
          ],
    ),
  )
  return graphs.length > 0 ? ['-filter_complex', graphs.join(';')] : []
}

/** The graph of one. */
export function joined({ from, join }: PlannedStream, filters: readonly string[], as: string): string {
  return `${from.map(({ index }) => `[0:${index}]`).join('')}${[join, ...filters].join(',')}[${as}]`
}

function label(output: number, stream: number): string {
  return `joined${placeOf(output, stream)}`
}

function normalized(
  { loudness }: PlannedStream,
  output: number,
  at: number,
  learned: Learned | undefined,
): readonly string[] {
  return loudness ? [loudnorm(loudness, learned?.loudness.get(placeOf(output, at)))] : []
}

function output(
  { plan, path }: TranscodePlan['outputs'][number],
  at: number,
  range: TranscodePlan['range'],
  learned: Learned | undefined,
): readonly string[] {
  const { streams, container, options } = plan
  const early = earlyS(plan, range)
  return [
    ...streams.flatMap((stream, of) => [
      ...['-map', stream.join === undefined ? `0:${stream.from[0]?.index}` : `[${label(at, of)}]`],
      ...filters(stream, streams, { early, after: normalized(stream, at, of, learned) }),
      ...stream.options,
      ...(stream.passes && learned?.passLogs !== undefined ? pass(2, learned.passLogs, at) : []),
    ]),
    ...part(plan, range),
    ...options,
    ...['-f', container.muxer, `file:${path}`],
  ]
}

/** One log for each output. */
export function pass(number: 1 | 2, folder: string, output: number): readonly string[] {
  return ['-pass:v', String(number), '-passlogfile:v', join(folder, `pass-${output}`)]
}

/** Those of a joined stream are in its graph. */
function filters(
  stream: PlannedStream,
  streams: readonly PlannedStream[],
  { early, after }: { readonly early: number; readonly after: readonly string[] },
): readonly string[] {
  const { type, join } = stream
  const all = [...(type === 'audio' ? earlier(early) : []), ...stream.filters, ...after]
  if (all.length === 0 || join !== undefined) return []
  const at = streams.filter((one) => one.type === type).indexOf(stream)
  return [`-filter:${type === 'video' ? 'v' : 'a'}:${at}`, all.join(',')]
}

function earlier(early: number): readonly string[] {
  return early > 0 ? [`asetpts=PTS-${seconds(early)}/TB`] : []
}
