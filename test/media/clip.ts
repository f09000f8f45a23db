/** A clip of the corpus: a small file with one property of media as it comes, and the steps that make it. */

export interface Clip {
  /** The name of its file. */
  readonly name: string
  /** In plain words. */
  readonly property: string
  /** Run in this order in an empty folder. One of them writes the file `name`. */
  readonly steps: readonly Step[]
}

/** Parameters of ffmpeg, the output included, or an edit. */
export type Step = readonly string[] | Edit

/** What ffmpeg does not do. `file`, `from` and `to` are names in the folder of the clip. */
export type Edit =
  | { readonly edit: 'write'; readonly file: string; readonly content: string; readonly as: 'utf8' | 'hex' }
  /** As `cat` does. */
  | { readonly edit: 'join'; readonly from: readonly string[]; readonly to: string }
  /** Keeps the bytes between two shares of the file, from 0 to 1, rounded down to whole blocks. */
  | { readonly edit: 'cut'; readonly file: string; readonly keep: Shares; readonly blockBytes: number }
  /** Overwrites the packets of the first video stream with zeros, from this one on; the first is 0. */
  | { readonly edit: 'zero'; readonly file: string; readonly fromPacket: number }

type Shares = readonly [from: number, to: number]

/** A clip that ffmpeg makes at once. The parameters do not name the output. */
export function encoded(name: string, property: string, parameters: readonly string[]): Clip {
  return { name, property, steps: [[...parameters, `file:${name}`]] }
}

/** A moving test pattern. `rate`: frames per second, also as a fraction. */
export function picture(seconds: number, size = '320x180', rate = '25'): readonly string[] {
  return lavfi(`testsrc2=size=${size}:rate=${rate}:duration=${seconds}`)
}

/** A tone in one channel. */
export function tone(seconds: number, frequency = 440): readonly string[] {
  return lavfi(`sine=frequency=${frequency}:sample_rate=48000:duration=${seconds}`)
}

/** A tone in each channel: 200 Hz, 300 Hz and so on. `layout`: ffmpeg's name for it. */
export function tones(seconds: number, channels: number, layout: string): readonly string[] {
  const each = Array.from({ length: channels }, (_, at) => `sin(2*PI*${200 + 100 * at}*t)/8`)
  return lavfi(
    `aevalsrc=exprs=${each.join('|')}:channel_layout=${layout}:sample_rate=48000:duration=${seconds}`,
  )
}

export function lavfi(graph: string): readonly string[] {
  return ['-f', 'lavfi', '-i', graph]
}

/** The parameters once for each number from 0. */
export function times(count: number, parameters: (at: number) => readonly string[]): readonly string[] {
  return Array.from({ length: count }, (_, at) => parameters(at)).flat()
}

/** Quick to encode. With B-frames, as most H.264: its packets are not in the order of display. */
export const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2', '-pix_fmt', 'yuv420p'] as const
/** Without log-level, x265 writes a log to stderr. */
export const HEVC = ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error'] as const
export const AAC = ['-c:a', 'aac', '-b:a', '96k'] as const
