/** The filters that turn a piece of a source into frames of the sequence. Pure. */
import type { Video } from '../media.ts'
import { isStill } from '../picture/frame.ts'
import { pictureSize } from '../picture/size.ts'
import type { SourceFile } from '../plan/rendition.ts'
import { colorsOf } from '../plan/video/colors.ts'
import { deinterlace } from '../plan/video/deinterlace.ts'
import { hdrOf } from '../source/color.ts'
import { type Canvas, even, pieceEncoding } from './canvas.ts'
import type { Piece } from './sequence.ts'

/** `offsetS`: where the piece begins in what is read of the source. */
export function pictureFilters(
  piece: Piece,
  { media }: SourceFile,
  video: Video,
  canvas: Canvas,
  offsetS: number,
): readonly string[] {
  const fps = `fps=fps=${rateOf(canvas)}:start_time=0`
  return [
    ...(video.firstField ? [deinterlace(video.firstField)] : []),
    ...timed(isStill(media) ? 'still' : video.isVariable ? 'varied' : 'constant', offsetS, fps),
    `trim=end_frame=${piece.frames}`,
    ...onCanvas(video, canvas),
  ]
}

/**
 * At the rate of the canvas, from the start of the piece. Frames that vary in length are held to its end, and
 * so is a still; others for a rounding.
 */
function timed(kind: 'still' | 'varied' | 'constant', offsetS: number, fps: string): readonly string[] {
  const held = (frames: number) => `tpad=stop=${frames}:stop_mode=clone`
  const times = ['settb=1/1000000', `setpts=PTS-${Math.round(offsetS * 1e6)}`]
  switch (kind) {
    case 'still':
      return [fps, held(-1)]
    case 'varied':
      // First, as setpts loses the rate at which a frame is repeated.
      return [held(-1), ...times, fps]
    case 'constant':
      return [...times, fps, held(2)]
  }
}

/** Black for a while. */
export function blackFilters({ frames }: Pick<Piece, 'frames'>, canvas: Canvas): readonly string[] {
  const { width, height } = canvas
  const source = `color=c=black:size=${width}x${height}:rate=${rateOf(canvas)}`
  return [source, `trim=end_frame=${frames}`, ...uniform(canvas)]
}

export function rateOf({ rate: { frames, seconds } }: Pick<Canvas, 'rate'>): string {
  return seconds === 1 ? String(frames) : `${frames}/${seconds}`
}

/** Scaled to fit, with bars beside it, in the colors of the canvas. */
function onCanvas(video: Video, canvas: Canvas): readonly string[] {
  const { width, height, pixelFormat, color } = canvas
  const keepsHdr = hdrOf(color) !== undefined
  const colors = colorsOf(pieceEncoding(pixelFormat, keepsHdr), video)
  const shown = pictureSize(video, Number.POSITIVE_INFINITY)
  const factor = Math.min(width / shown.width, height / shown.height)
  const size = { width: even(shown.width * factor), height: even(shown.height * factor) }
  const fits = size.width === width && size.height === height
  return [
    ...colors.before,
    `scale=${[`w=${size.width}:h=${size.height}`, ...colors.scale].join(':')}`,
    ...colors.after,
    ...(!keepsHdr && (colors.expected.matrix ?? 'bt709') !== color.matrix
      ? [`zscale=m=${color.matrix}`]
      : []),
    `format=${pixelFormat}`,
    ...(fits ? [] : [`pad=w=${width}:h=${height}:x=${bar(width, size.width)}:y=${bar(height, size.height)}`]),
    ...uniform(canvas),
  ]
}

/** Even, as 4:2:0 requires. */
function bar(whole: number, part: number): number {
  return Math.floor((whole - part) / 4) * 2
}

/** Pieces are joined only if they agree in these. */
function uniform({ pixelFormat, color: { matrix, primaries, transfer } }: Canvas): readonly string[] {
  return [
    `format=${pixelFormat}`,
    'setsar=1',
    `setparams=colorspace=${matrix}:color_primaries=${primaries}:color_trc=${transfer}:range=tv:field_mode=prog`,
  ]
}
