/** Generated pictures and sounds of which the corpus is made, as parameters of ffmpeg. */

/** A clip of the corpus. */
export interface Clip {
  /** The name of its file. */
  readonly name: string
  /** What is special about it. */
  readonly property: string
  /** Parameters of ffmpeg, without the output. */
  readonly made: readonly string[]
  /** Changes the file afterwards. */
  readonly edited?: (content: Buffer) => Buffer
}

/** A test pattern: size, frames per second, seconds. */
export function picture(size = '320x180', rate: number | string = 25, seconds = 2): readonly string[] {
  return ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`]
}

/** A tone: Hertz, seconds. */
export function tone(seconds = 2, frequency = 440): readonly string[] {
  return ['-f', 'lavfi', '-i', `sine=frequency=${frequency}:sample_rate=48000:duration=${seconds}`]
}

/** Silence in a layout of ffmpeg, such as `5.1(side)` or `32C`. */
export function silence(layout: string, seconds = 2): readonly string[] {
  return ['-f', 'lavfi', '-i', `anullsrc=sample_rate=48000:channel_layout=${layout}:duration=${seconds}`]
}

/** Nothing for a file name that is split at spaces: options and values in one text. */
export function words(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '')
}

export const X264 = words('-c:v libx264 -preset ultrafast -pix_fmt yuv420p')
export const AAC = words('-c:a aac -b:a 64k')
/** A picture and a tone of two seconds. */
export const BOTH = [...picture(), ...tone()]
