/** What is drawn on a picture: time codes, texts, pictures and subtitles, as filters of ffmpeg. Pure. */
import { FONT_FOLDER, FONTS } from '../../picture/fonts.ts'
import type { FrameRate } from '../../source/stream-times.ts'
import { inFilter } from '../filter-text.ts'

/** Times are seconds of the rendition's source, from its start. */
export interface ShownWhen {
  readonly fromS?: number
  readonly toS?: number
  /** 0 … 1. */
  readonly opacity: number
}

export type Drawing =
  | { readonly draws: 'time code' }
  | { readonly draws: 'subtitles'; readonly language?: string }
  | (ShownWhen & { readonly draws: 'picture'; readonly path: string; readonly x: number; readonly y: number })
  | (ShownWhen & { readonly draws: 'text'; readonly text: DrawnText })

export interface DrawnText {
  readonly text: string
  readonly font: keyof typeof FONTS
  /** Expressions of the filter drawtext. */
  readonly x: string
  readonly y: string
  readonly size: string
  readonly align: 'L' | 'C' | 'R'
  /** `0xRRGGBB@0.5`. */
  readonly color: string
  readonly outline?: { readonly size: number; readonly color: string }
}

/** The moment that a time of the filters means: they count from where reading begins. */
export interface Moment {
  /** Where reading begins in the source, s. */
  readonly soughtS: number
}

export function drawnText(
  { text, fromS, toS, opacity }: Extract<Drawing, { draws: 'text' }>,
  at: Moment,
): string {
  const outline = text.outline ? [`borderw=${text.outline.size}`, `bordercolor=${text.outline.color}`] : []
  return [
    `drawtext=fontfile=${inFilter(FONTS[text.font])}`,
    ...['expansion=none', `text=${inFilter(text.text)}`, `fontsize=${inFilter(text.size)}`],
    ...[`fontcolor=${text.color}`, `alpha=${opacity}`, `x=${inFilter(text.x)}`, `y=${inFilter(text.y)}`],
    ...[`text_align=${text.align}`, ...outline, ...enabled({ fromS, toS }, at)],
  ].join(':')
}

/** In the middle below, a twentieth of the picture high, on a dark ground. */
export function drawnTimeCode({ rate, first, isDrop }: TimeCodes, { soughtS }: Moment): string {
  const font = `fontfile=${inFilter(FONTS['DejaVu Sans Mono'])}:fontsize=h/20:fontcolor=0xFFFFFF`
  const ground = 'box=1:boxcolor=0x000000@0.6:boxborderw=6'
  const text = timeCodeText({ rate, first, isDrop }, soughtS)
  return `drawtext=${font}:x=(w-tw)/2:y=h-2*lh:${ground}:text=${inFilter(text)}`
}

export interface TimeCodes {
  readonly rate: FrameRate
  /** Number of the first frame of the source. */
  readonly first: number
  readonly isDrop: boolean
}

/** By the time of each frame, which is right after a seek too, unlike their count. */
function timeCodeText({ rate, first, isDrop }: TimeCodes, soughtS: number): string {
  const fps = Math.round(rate.frames / rate.seconds)
  const frame = `round((t+${soughtS})*${rate.frames}/${rate.seconds})+${first}`
  const number = isDrop ? withDropped(frame, fps) : `st(0,${frame})`
  const part = (formula: string) => `%{eif:${number};${formula}:d:2}`
  const [hours, minutes, seconds] = [fps * 3_600, fps * 60, fps].map((count) => `floor(ld(0)/${count})`)
  const words = [`mod(${hours},24)`, `mod(${minutes},60)`, `mod(${seconds},60)`].map(part).join(':')
  return `${words}${isDrop ? ';' : ':'}${part(`mod(ld(0),${fps})`)}`
}

/**
 * The frame number with those added that drop-frame time codes leave out: two a minute at 30, but for tens.
 */
function withDropped(frame: string, fps: number): string {
  const two = fps / 15
  const [ten, one] = [fps * 600 - 9 * two, fps * 60 - two]
  return (
    `st(1,${frame});` +
    `st(0,ld(1)+${9 * two}*floor(ld(1)/${ten})+${two}*max(0,floor((mod(ld(1),${ten})-${two})/${one})))`
  )
}

/** A picture laid over: its file is read once, and its last frame stays. */
export function drawnPicture(
  { path, x, y, opacity, ...times }: Extract<Drawing, { draws: 'picture' }>,
  label: string,
  at: Moment,
): string {
  const format = /\.jpe?g$/i.test(path) ? 'jpeg_pipe' : 'png_pipe'
  const fade = opacity < 1 ? `,format=rgba,colorchannelmixer=aa=${opacity}` : ''
  const place = [
    `x=${x < 0 ? `W-w-${-x}` : x}`,
    `y=${y < 0 ? `H-h-${-y}` : y}`,
    ...['format=auto', ...enabled(times, at)],
  ].join(':')
  return (
    `null[base${label}];movie=filename=${inFilter(path)}:format_name=${format}${fade}[over${label}];` +
    `[base${label}][over${label}]overlay=${place}`
  )
}

/** Subtitles of the source itself; `track`: its place among the subtitles. */
export function drawnSubtitles(path: string, track: number, { soughtS }: Moment): string {
  const drawn = `subtitles=filename=${inFilter(path)}:si=${track}:fontsdir=${inFilter(FONT_FOLDER)}`
  // The filter counts from the start of the file, and the frames from where reading begins.
  return soughtS === 0 ? drawn : `setpts=PTS+${soughtS}/TB,${drawn},setpts=PTS-${soughtS}/TB`
}

function enabled(
  { fromS, toS }: { readonly fromS?: number | undefined; readonly toS?: number | undefined },
  { soughtS }: Moment,
): readonly string[] {
  if (fromS === undefined && toS === undefined) return []
  const from = (fromS ?? 0) - soughtS
  const formula = toS === undefined ? `gte(t,${from})` : `between(t,${from},${toS - soughtS})`
  return [`enable=${inFilter(formula)}`]
}
