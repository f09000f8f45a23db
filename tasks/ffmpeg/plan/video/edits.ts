/** What is done to a picture before it is scaled: cut, widened, turned, given a shape by bars. Pure. */
import type { Video } from '../../media.ts'
import type { PictureEdit } from '../preset.ts'

/** The filters, the picture as they leave it, and the reasons in words; or why it cannot be done. */
export interface Edited {
  readonly filters: readonly string[]
  /** As shown: without rotation. */
  readonly stream: Video
  readonly changes: readonly string[]
}

/** `picture`: of the source, as stored. Sides become even, as 4:2:0 requires. */
export function edited(edit: PictureEdit, picture: Video): Edited | { readonly refused: string } {
  const shown = upright(picture, picture.rotation)
  const cropped = cut(edit, shown)
  if ('refused' in cropped) return cropped
  const widened = added(edit, cropped.stream)
  const turned = rotated(edit, widened.stream)
  const shaped = barred(edit, turned.stream)
  const parts = [cropped, widened, turned, shaped]
  return {
    filters: parts.flatMap(({ filters }) => filters),
    stream: shaped.stream,
    changes: parts.flatMap(({ changes }) => changes),
  }
}

const NOTHING = { filters: [], changes: [] } as const

/** As a player shows it: ffmpeg turns the picture before all filters. */
function upright(stream: Video, rotation: number): Video {
  if (rotation % 180 === 0) return { ...stream, rotation: 0 }
  const { width, height, pixelAspect } = stream
  const aspect = pixelAspect && { width: pixelAspect.height, height: pixelAspect.width }
  return { ...stream, width: height, height: width, rotation: 0, ...(aspect && { pixelAspect: aspect }) }
}

function cut(
  { top, bottom, left, right }: PictureEdit,
  stream: Video,
): Edited | { readonly refused: string } {
  const [t, b, l, r] = [top, bottom, left, right].map((side) => Math.max(0, side)) as [
    number,
    number,
    number,
    number,
  ]
  if (t + b + l + r === 0) return { ...NOTHING, stream }
  const [width, height] = [stream.width - l - r, stream.height - t - b]
  if (width < 2 || height < 2)
    return { refused: `scaling cuts off more than the picture of ${stream.width}×${stream.height} has` }
  return {
    filters: [`crop=w=${width}:h=${height}:x=${l}:y=${t}`],
    stream: { ...stream, width, height },
    changes: [`cropped to ${width}×${height}`],
  }
}

function added({ top, bottom, left, right, color }: PictureEdit, stream: Video): Edited {
  const [t, b, l, r] = [top, bottom, left, right].map((side) => Math.max(0, -side)) as [
    number,
    number,
    number,
    number,
  ]
  if (t + b + l + r === 0) return { ...NOTHING, stream }
  const [width, height] = [stream.width + l + r, stream.height + t + b]
  return {
    filters: [`pad=w=${width}:h=${height}:x=${l}:y=${t}:color=${color}`],
    stream: { ...stream, width, height },
    changes: [`widened to ${width}×${height}`],
  }
}

function rotated({ rotate }: PictureEdit, stream: Video): Edited {
  if (rotate === 0) return { ...NOTHING, stream }
  const filter = rotate === 180 ? ['hflip', 'vflip'] : [`transpose=${rotate === 90 ? 'clock' : 'cclock'}`]
  return { filters: filter, stream: upright(stream, rotate), changes: [`turned by ${rotate}°`] }
}

/** Bars on two sides, so that the whole has the shape. */
function barred({ aspect, color }: PictureEdit, stream: Video): Edited {
  if (!aspect) return { ...NOTHING, stream }
  const { width, height, pixelAspect = { width: 1, height: 1 } } = stream
  const pixel = pixelAspect.width / pixelAspect.height
  const wanted = aspect.width / aspect.height
  const whole = (width * pixel) / height
  const even = (side: number) => Math.round(side / 2) * 2
  const size =
    whole < wanted
      ? { width: Math.max(width, even((height * wanted) / pixel)), height }
      : { width, height: Math.max(height, even((width * pixel) / wanted)) }
  if (size.width === width && size.height === height) return { ...NOTHING, stream }
  return {
    filters: [`pad=w=${size.width}:h=${size.height}:x=(ow-iw)/2:y=(oh-ih)/2:color=${color}`],
    stream: { ...stream, ...size },
    changes: [`with bars to ${aspect.width}:${aspect.height}`],
  }
}
