/** Turns a frame into a picture with square pixels, in the colors that image viewers expect. Pure. */
import type { Video } from '../media.ts'
import { toneMap } from '../plan/video/tone-map.ts'
import { assumedColor, hasAlpha, hdrOf, isRgb } from '../source/color.ts'
import type { Size } from './size.ts'

/** The filters: through RGB by the matrix of the source, then to what the format holds. */
export function pictureFilters(video: Video, size: Size, format: 'jpeg' | 'png'): readonly string[] {
  const alpha = hasAlpha(video.pixelFormat)
  return [
    ...(hdrOf(video.color) ? fromHdr(video, size) : fromSdr(video, size, alpha)),
    ...(format === 'png' ? toPng(alpha) : toJpeg(alpha)),
    'setsar=1',
    // A PNG would carry these as a color profile, and viewers would apply it to colors that are converted.
    'setparams=color_primaries=unknown:color_trc=unknown',
  ]
}

function fromSdr(video: Video, size: Size, alpha: boolean): readonly string[] {
  const matrix = isRgb(video.pixelFormat) ? undefined : MATRICES.get(matrixOf(video))
  const option = matrix === undefined ? '' : `:in_color_matrix=${matrix}`
  return [`${scaled(size)}${option}`, `format=${alpha ? 'gbrap' : 'gbrp'}`]
}

function fromHdr({ color, pixelFormat }: Video, size: Size): readonly string[] {
  const deep = isRgb(pixelFormat) ? 'gbrp12le' : 'yuv444p12le' // its sides may be odd
  return [scaled(size), `format=${deep}`, ...toneMap(color, 'gbrp')]
}

function toPng(alpha: boolean): readonly string[] {
  return [`format=${alpha ? 'rgba' : 'rgb24'}`]
}

/**
 * JFIF is always BT.601 in full range. swscale converts the matrix from RGB, but not from one YUV format to
 * another if the second is `yuvj420p`. What is transparent becomes black.
 */
function toJpeg(alpha: boolean): readonly string[] {
  return [
    ...(alpha ? ['premultiply=inplace=1', 'format=gbrp'] : []),
    `scale=${EXACT}:out_color_matrix=bt601:out_range=pc`,
    'format=yuvj420p',
  ]
}

const EXACT = 'flags=bicubic+accurate_rnd+full_chroma_int'

function scaled({ width, height }: Size): string {
  return `scale=w=${width}:h=${height}:${EXACT}`
}

function matrixOf({ color, width, height }: Video): string {
  return color?.matrix ?? assumedColor(width, height).matrix
}

/** By the names of ffprobe, those of the filter scale. It knows no others, such as YCgCo. */
const MATRICES: ReadonlyMap<string, string> = new Map([
  ['bt709', 'bt709'],
  ['bt470bg', 'bt601'],
  ['smpte170m', 'bt601'],
  ['fcc', 'fcc'],
  ['smpte240m', 'smpte240m'],
  ['bt2020nc', 'bt2020'],
  ['bt2020c', 'bt2020'],
])
