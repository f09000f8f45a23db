/** The times at which thumbnails are requested. */
import { MILLISECONDS, rescaled, secondsOf, timeCodeFrom, timeCodeText } from '../../schema/time-code.ts'
import type { FrameRate } from '../../tasks/ffmpeg/source/stream-times.ts'

/** The time of a thumbnail, from the start of the source. */
export interface PictureTime {
  /** As requested: `62@25`; `2500@1000` for 2.5 s. */
  readonly text: string
  readonly seconds: number
}

/**
 * Parses time codes and seconds, separated by white space or commas. `wrong`: the first invalid one. Pure.
 */
export function timeCodesOf(text: string): readonly PictureTime[] | { readonly wrong: string } {
  const read = text
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map((word) => ({ word, time: timeFrom(word) }))
  const wrong = read.find(({ time }) => time === undefined)
  return wrong ? { wrong: wrong.word } : read.flatMap(({ time }) => (time ? [time] : []))
}

/** The time of a number of seconds, rounded down to milliseconds. Pure. */
export function atMilliseconds(seconds: number): PictureTime {
  const ms = Math.floor(seconds * 1_000 + ROUNDING)
  return { text: `${ms}@1000`, seconds: ms / 1_000 }
}

/** The time of the frame that begins last by then, counted in frames. Pure. */
export function onFrame(seconds: number, rate: FrameRate | undefined): PictureTime {
  if (!rate) return atMilliseconds(seconds)
  const samples = Math.floor((seconds * rate.frames) / rate.seconds + ROUNDING)
  const time = { samples, timeBase: { numerator: rate.seconds, denominator: rate.frames } }
  return { text: timeCodeText(time), seconds: secondsOf(time) }
}

function timeFrom(word: string): PictureTime | undefined {
  const time = timeCodeFrom(word)
  if (!time || time.samples < 0) return undefined
  const shown = word.includes('@') ? time : rescaled(time, MILLISECONDS, 'down')
  return shown && { text: word.includes('@') ? word : timeCodeText(shown), seconds: secondsOf(shown) }
}

/** As a floating-point number, 2.3 s is 2299.9999999999995 ms. */
const ROUNDING = 1e-6
