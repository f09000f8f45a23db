/** The part of the source that a transcode takes, from SMPTE time codes (wire.md §10.1). */

import { type Media, videoOf } from '../../tasks/ffmpeg/media.ts'
import type { Preset } from '../../tasks/ffmpeg/plan/preset.ts'
import type { Range } from '../../tasks/ffmpeg/plan/taken.ts'
import { type FrameClock, frameClock } from '../../tasks/ffmpeg/source/smpte.ts'
import type { Invalid } from '../engine/declare/refusal.ts'
import type { Metadata } from '../engine/declare/step.ts'
import { betweenStartAndEnd, END, START } from './start-end.ts'

type Refused = { readonly refused: string }

/** The metadata keys: the first and the last frame, both included. */
const [FIRST, LAST] = ['smpteTimeCode', 'lastSmpteTimeCode'] as const

/** Undefined if the job takes the whole source. Pure. */
export function rangeOf(
  metadata: Metadata,
  source: { readonly path: string; readonly media: Media },
): { readonly range?: Range } | Refused {
  return betweenStartAndEnd(metadata, source) ?? betweenFrames(metadata, source)
}

/** Counts from the time code of the source itself, or from zero. */
function betweenFrames(
  metadata: Metadata,
  { path, media }: { readonly path: string; readonly media: Media },
): { readonly range?: Range } | Refused {
  const key = [FIRST, LAST].find((name) => metadata[name] !== undefined)
  if (key === undefined) return {}
  const clock = frameClock(media)
  if (!clock) return { refused: `${key}: ${path} has no video stream with a frame rate` }
  const total = framesOf(media, clock)
  const first = frameAt(metadata, FIRST, clock, total)
  const last = frameAt(metadata, LAST, clock, total)
  for (const one of [first, last]) if (typeof one === 'object') return { refused: `${one.refused} (${path})` }
  if (typeof first === 'number' && typeof last === 'number' && last < first)
    return { refused: `${LAST}: “${metadata[LAST]}” is before ${FIRST} “${metadata[FIRST]}”` }
  const startS = typeof first === 'number' ? clock.secondsOf(first) : 0
  return { range: { startS, ...(typeof last === 'number' && { endS: clock.secondsOf(last + 1) }) } }
}

/** Why a time code cannot be used with these presets: copied streams are cut at key frames only. Pure. */
export function uncuttable(metadata: Metadata, presets: readonly Preset[]): Invalid | undefined {
  const [key, ...others] = [START, END, FIRST, LAST].filter((name) => metadata[name] !== undefined)
  const other = others.find((name) => (key === START || key === END) && (name === FIRST || name === LAST))
  if (key !== undefined && other !== undefined)
    return {
      ...{ refused: 'invalid', key: other, value: metadata[other] ?? '' },
      explanation: `cannot be combined with ${key}`,
    }
  const copying = presets.find(({ video }) => video === 'copy')
  if (key === undefined || copying === undefined) return undefined
  return {
    ...{ refused: 'invalid', key, value: metadata[key] ?? '' },
    explanation: `preset “${copying.tag}” copies its streams, which cannot be cut at any frame`,
  }
}

/** The frame of a time code, from 0; undefined if the job has none. */
function frameAt(
  metadata: Metadata,
  key: typeof FIRST | typeof LAST,
  clock: FrameClock,
  total: number | undefined,
): number | Refused | undefined {
  const text = metadata[key]
  if (text === undefined) return undefined
  const frame = clock.frameOf(text)
  if (typeof frame === 'string') return { refused: `${key}: “${text}” ${frame}` }
  if (frame >= 0 && (total === undefined || frame < total)) return frame
  const afterMidnight = frame + clock.framesPerDay
  if (frame < 0 && total !== undefined && afterMidnight < total) return afterMidnight
  const end = total === undefined ? '' : ` to ${clock.textOf(total - 1)}`
  return { refused: `${key}: “${text}” is not in the source, which runs from ${clock.textOf(0)}${end}` }
}

/** Number of frames; undefined if the length is unknown. */
function framesOf(media: Media, { fps }: FrameClock): number | undefined {
  const seconds = videoOf(media)?.durationS ?? media.durationS
  return seconds === undefined ? undefined : Math.round(seconds * fps)
}
