/** Measures a file with ffmpeg: one pass over all its streams, and one over its sound for a fingerprint. */

import type { ProgramFile } from '../../program/program-file.ts'
import { type Audio, audioOf, type Media } from '../media.ts'
import { type Level, said } from '../reason.ts'
import { type FfmpegOutcome, outcome, quoted } from '../run.ts'
import { inputOf } from '../source/formats.ts'
import { runOn } from '../surroundings.ts'
import { checkedStreams, graphOf } from './graph.ts'
import type { Measured, Measures } from './measures.ts'
import { measureReader } from './reader.ts'

export interface MeasurePlan {
  readonly ffmpeg: ProgramFile
  /** Path of the source: a file, never a URL. */
  readonly input: string
  readonly media: Media
  readonly measures: Measures
}

export interface MeasureFollow {
  readonly signal: AbortSignal
  /** Time without a frame after which ffmpeg is killed as `stalled`, ms. 0: never. */
  readonly stallMs: number
  /** How far it has come, s. */
  readonly onTime?: (seconds: number) => void
  readonly onLog?: (level: Level, line: string) => void
}

export type MeasureOutcome =
  | { readonly ended: 'done'; readonly measured: Measured }
  | Exclude<FfmpegOutcome, { readonly ended: 'done' }>

export async function measure(plan: MeasurePlan, follow: MeasureFollow): Promise<MeasureOutcome> {
  const { media, measures } = plan
  const checked = checkedStreams(media, measures.channels).map(({ of }) => of?.index)
  const reader = measureReader({ measures, checked })
  const line = measureCommand(plan)
  if (line !== undefined) {
    let frames = 0
    const result = await runFor(plan, line, follow, (text) => {
      const atS = reader.take(text)
      if (atS === undefined) return
      frames += 1
      follow.onTime?.(atS)
    })
    if (result.ended !== 'done') return result
    if (frames === 0) return { ended: 'bad-input', message: `${plan.input}: nothing in it could be decoded` }
  }
  return withFingerprint(plan, reader.measured(), follow)
}

/** The argument list; undefined if the file has no stream to measure. Pure. */
export function measureCommand({
  ffmpeg,
  input,
  media,
  measures,
}: MeasurePlan): readonly string[] | undefined {
  const { filter, outputs } = graphOf(media, measures)
  if (outputs.length === 0) return undefined
  return [
    ...start(ffmpeg),
    ...inputOf(input, media.format),
    ...['-filter_complex', filter],
    ...outputs.flatMap((pad) => ['-map', pad]),
    ...['-f', 'null', '-'],
  ]
}

/** Chromaprint compares the first two minutes, as AcoustID does. Undefined if there is none to make. Pure. */
export function fingerprintCommand({
  ffmpeg,
  input,
  media,
  measures,
}: MeasurePlan): readonly string[] | undefined {
  const [first] = audioOf(media)
  if (!measures.fingerprint || !first) return undefined
  return [
    ...start(ffmpeg),
    ...inputOf(input, media.format),
    ...['-map', `0:${first.index}`, '-t', '120', ...pairOf(first)],
    ...['-f', 'chromaprint', '-fp_format', 'base64', 'pipe:1'],
  ]
}

/** Chromaprint takes two channels at most. Channels without a layout cannot be mixed. */
function pairOf({ channels, layout }: Audio): readonly string[] {
  if (channels <= 2) return []
  return layout === undefined ? ['-filter:a', 'pan=stereo|c0=c0|c1=c1'] : ['-ac', '2']
}

/** Single frames that cannot be decoded are no reason to fail. */
function start({ path }: ProgramFile): readonly string[] {
  return [path, '-hide_banner', '-nostdin', '-nostats', '-loglevel', 'level+warning', '-max_error_rate', '1']
}

async function withFingerprint(
  plan: MeasurePlan,
  measured: Measured,
  follow: MeasureFollow,
): Promise<MeasureOutcome> {
  const line = fingerprintCommand(plan)
  if (line === undefined) return { ended: 'done', measured }
  const output: string[] = []
  const result = await runFor(plan, line, follow, (text) => output.push(text))
  if (result.ended !== 'done') return result
  const fingerprint = output.join('')
  return { ended: 'done', measured: { ...measured, ...(fingerprint !== '' && { fingerprint }) } }
}

async function runFor(
  { ffmpeg, input }: MeasurePlan,
  line: readonly string[],
  { signal, stallMs, onLog }: MeasureFollow,
  onStdout: (text: string) => void,
): Promise<FfmpegOutcome> {
  onLog?.('info', quoted(line))
  const onStderr = (text: string): void => {
    const { level, text: message } = said(text)
    onLog?.(level, message)
  }
  const options = { signal, stallMs, graceMs: GRACE_MS, onStdout, onStderr }
  const result = await runOn({ read: input }, ffmpeg, line.slice(1), options)
  return outcome(result, { input, outputs: [], stallMs })
}

const GRACE_MS = 500
