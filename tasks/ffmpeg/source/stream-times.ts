/** When a stream begins, how long it is, and how its frames follow each other. Pure. */
import { number, type Printed, record, text } from './printed.ts'

export type Timed = {
  /** Seconds, from its own first to its own last frame; undefined if unknown. */
  readonly durationS: number | undefined
  /** Time of its first frame, s, by the clock of the file; absent if it is zero. */
  readonly startS?: number
}

/** Frames per second as a fraction. */
export interface FrameRate {
  readonly frames: number
  readonly seconds: number
}

/** What the length of a stream depends on besides the stream. */
export interface Contained {
  readonly name: string
  readonly isGuessed: boolean
}

export function timesOf(fields: Printed, { name, isGuessed }: Contained): Timed {
  const startS = startOf(fields)
  const durationS = number(fields['duration']) ?? clockTime(tagOf(fields, 'DURATION'))
  return {
    durationS: isGuessed ? undefined : lengthOf(durationS, startS, name),
    ...(startS !== 0 && { startS }),
  }
}

/** Matroska stores when a stream or the file ends, other containers how long it is. */
export function lengthOf(
  durationS: number | undefined,
  startS: number,
  container: string,
): number | undefined {
  if (durationS === undefined || !container.includes('matroska')) return durationS
  return Math.max(0, durationS - startS)
}

export function startOf(fields: Printed): number {
  return number(fields['start_time']) ?? 0
}

/** `01:00:04.000000000`, in seconds. */
function clockTime(written: string | undefined): number | undefined {
  const [, hours, minutes, seconds] = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(written ?? '') ?? []
  return hours === undefined ? undefined : Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)
}

function tagOf(fields: Printed, name: string): string | undefined {
  return text(record(fields['tags'])[name])
}

/**
 * `r_frame_rate` is the lowest rate at which every frame has a place of its own: twice the average for
 * fields, any multiple if the rate varies. WebM stores no rate; ffprobe then takes its clock for one.
 */
export function frameRateOf(fields: Printed): {
  readonly frameRate: FrameRate | undefined
  readonly isVariable?: true
} {
  const [stated, base] = [fraction(text(fields['avg_frame_rate'])), fraction(text(fields['r_frame_rate']))]
  // Raw DV states its clock as the average.
  const average = stated && base && rateOf(stated) > MILLISECONDS && isUsual(base) ? base : stated
  const frameRate = average ?? base
  if (!frameRate) return { frameRate }
  if (!isUsual(frameRate)) return { frameRate: undefined, isVariable: true }
  const times = base ? rateOf(base) / rateOf(frameRate) : 1
  const hasFields = /^(tt|bb|tb|bt)$/.test(text(fields['field_order']) ?? '')
  const isVariable = times > 1 + SAME && !(hasFields && Math.abs(times - 2) <= 2 * SAME)
  return { frameRate, ...(isVariable && { isVariable }) }
}

function isUsual(rate: FrameRate): boolean {
  return rateOf(rate) <= HIGHEST_RATE
}

function rateOf({ frames, seconds }: FrameRate): number {
  return frames / seconds
}

/** The clock of WebM, ticks per second: as a rate, it says that the rate varies. */
const MILLISECONDS = 1_000

/** Frames per second; cameras for slow motion store the rate of playback. */
const HIGHEST_RATE = 240
/** The average of a file misses its rate by a frame or two. */
const SAME = 0.05

function fraction(ratio: string | undefined): FrameRate | undefined {
  const [, frames, seconds] = /^([0-9]+)\/([0-9]+)$/.exec(ratio ?? '') ?? []
  return Number(frames) > 0 && Number(seconds) > 0
    ? { frames: Number(frames), seconds: Number(seconds) }
    : undefined
}
