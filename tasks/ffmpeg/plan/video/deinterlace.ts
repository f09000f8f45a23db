/** The filter that makes progressive frames of fields. Pure. */
import type { Video } from '../../media.ts'

/** At the rate of the source. By the order that the file states, as decoders do not mark every frame. */
export function deinterlace(firstField: NonNullable<Video['firstField']>): string {
  return `bwdif=mode=send_frame:parity=${parity(firstField)}:deint=all`
}

/** ffmpeg's name of the order. */
export function parity(firstField: NonNullable<Video['firstField']>): 'tff' | 'bff' {
  return firstField === 'top' ? 'tff' : 'bff'
}
