/** Converts SMPTE time codes to the frames of a source, and back. */

import Timecode from 'smpte-timecode'
import { type Media, videoOf } from '../media.ts'
import type { FrameRate } from './stream-times.ts'

export interface FrameClock {
  readonly fps: number
  /** After so many frames, at midnight, time codes begin again. */
  readonly framesPerDay: number
  /**
   * The frame of a time code, from 0 for the first of the source, or why it cannot be one. Negative before
   * the first on the same day.
   */
  frameOf(text: string): number | string
  /** The time code of a frame. */
  textOf(frame: number): string
  /** The time at which a frame begins, seconds from the start of the source. */
  secondsOf(frame: number): number
}

/**
 * The clock of a source: its frame rate, and the time code of its first frame, by default 00:00:00:00. A time
 * code counts as drop-frame if it has a semicolon, or if that of the source has one. Undefined if the source
 * has no frame rate. Pure.
 */
export function frameClock(media: Media): FrameClock | undefined {
  const { frameRate, startS = 0 } = videoOf(media) ?? {}
  if (!frameRate) return undefined
  const { frames, seconds } = frameRate
  const start = media.startTimeCode ?? '00:00:00:00'
  const isDrop = start.includes(';')
  const count = (text: string) =>
    new Timecode(text, [frames, seconds], isDrop || text.includes(';')).frameCount
  const first = attempt(() => count(start)) ?? 0
  const fps = frames / seconds
  // ffmpeg seeks from the start of the file, and time codes count from the first frame.
  const delayS = startS - (media.startS ?? 0)
  return {
    fps,
    framesPerDay: (attempt(() => count('23:59:59:00')) ?? 0) + Math.round(fps),
    frameOf: (text) =>
      attempt(() => count(text) - first) ??
      `does not exist at ${Math.round(fps * 1_000) / 1_000} frames per second`,
    textOf: (frame) => new Timecode(first + frame, [frames, seconds], isDrop).toString(),
    secondsOf: (frame) => Math.max(0, (delayS * fps >= 1 ? delayS : 0) + frame / fps),
  }
}

/** The number of the frame that a time code names at this rate; undefined if there is none. Pure. */
export function frameNumber(text: string, { frames, seconds }: FrameRate): number | undefined {
  return attempt(() => new Timecode(text, [frames, seconds], text.includes(';')).frameCount)
}

/** Undefined where there is no such time code, for which the library throws. */
function attempt(read: () => number): number | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
