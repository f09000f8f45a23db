/** The size of a thumbnail, in square pixels. Pure. */
import type { Video } from '../media.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

/** Longest side of a JPEG that ffmpeg writes, pixels; the format itself ends at 65 535. */
export const LONGEST_SIDE = 65_500

/** The size at which a player shows the picture, made smaller to fit `width`, never larger. */
export function pictureSize(
  video: Pick<Video, 'width' | 'height' | 'pixelAspect' | 'rotation'>,
  width: number,
): Size {
  const shown = shownSize(video)
  const scale = Math.min(1, width / shown.width, LONGEST_SIDE / shown.width, LONGEST_SIDE / shown.height)
  return { width: side(shown.width * scale), height: side(shown.height * scale) }
}

/** Stretches the width by the shape of the pixels, then turns the picture. */
function shownSize({ width, height, pixelAspect, rotation }: Parameters<typeof pictureSize>[0]): Size {
  const stretched = width * (pixelAspect ? pixelAspect.width / pixelAspect.height : 1)
  return rotation % 180 === 0 ? { width: stretched, height } : { width: height, height: stretched }
}

function side(pixels: number): number {
  return Math.max(1, Math.round(pixels))
}
