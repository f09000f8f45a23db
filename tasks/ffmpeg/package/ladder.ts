/** The rungs of a package: one encoding of the video for each height. Pure. */
import { type Media, type Video, videoOf } from '../media.ts'
import { pictureSize } from '../picture/size.ts'
import { constantRateFor } from '../plan/video/frame-rate.ts'

export interface Rung {
  readonly width: number
  readonly height: number
  /** Bits per second, at most. */
  readonly maxRate: number
}

export const DEFAULT_HEIGHTS = [1_080, 720, 480, 360] as const

/** From the highest; none is higher than the picture, which is the only one if it is lower than all. */
export function ladderOf(video: Video, heights: readonly number[]): readonly Rung[] {
  const shown = pictureSize(video, Number.POSITIVE_INFINITY)
  const fitting = [...new Set(heights)].filter((height) => height <= shown.height).toSorted((a, b) => b - a)
  const taken = fitting.length > 0 ? fitting : [shown.height]
  return taken.map((height) => {
    const size = { width: even((shown.width * height) / shown.height), height: even(height) }
    return { ...size, maxRate: maxRateOf(size.width * size.height * Math.min(60, framesPerSecond(video))) }
  })
}

/** 4:2:0 needs it. */
function even(side: number): number {
  return Math.max(2, Math.floor(side / 2) * 2)
}

/**
 * 4.7 Mbit/s for 1920×1080 and 2.1 for 1280×720 at 25 frames per second; a picture has at least 200 kbit/s.
 */
function maxRateOf(pixelsPerSecond: number): number {
  return Math.max(200_000, Math.round((pixelsPerSecond * BITS_PER_PIXEL) / 1_000) * 1_000)
}

const BITS_PER_PIXEL = 0.09

/** As ffmpeg reads it. Players switch between rungs at the same frames, so the rate is constant. */
export function frameRateOf(video: Video): string {
  const { frameRate, isVariable } = video
  if (isVariable || !frameRate) return constantRateFor(video)
  return frameRate.seconds === 1 ? String(frameRate.frames) : `${frameRate.frames}/${frameRate.seconds}`
}

function framesPerSecond(video: Video): number {
  const [frames, seconds = 1] = frameRateOf(video).split('/').map(Number)
  return (frames ?? 25) / seconds
}

/** The most frames from one key frame to the next: those of a segment. */
export function groupOf(video: Video, segmentS: number): number {
  return Math.max(1, Math.ceil(framesPerSecond(video) * segmentS))
}

/** Subtitles that are text, by index. */
export function textSubtitlesOf({
  streams,
}: Media): readonly { readonly index: number; readonly language?: string }[] {
  return streams.flatMap((stream) =>
    stream.type === 'other' && stream.kind === 'subtitle' && TEXT.test(stream.codec ?? '')
      ? [{ index: stream.index, ...(stream.language !== undefined && { language: stream.language }) }]
      : [],
  )
}

const TEXT = /^(subrip|srt|ass|ssa|mov_text|webvtt|text)$/

export function hasStreams(media: Media): boolean {
  return videoOf(media) !== undefined || media.streams.some(({ type }) => type === 'audio')
}
