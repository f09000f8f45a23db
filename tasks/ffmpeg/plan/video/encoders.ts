/** What encoders are told, and the sizes that they accept, as measured. Pure. */
import type { VideoEncoding } from '../preset.ts'

/** The options of the preset, with further parameters for x264 and x265. */
export function encoderOptions(
  { encoder, options }: VideoEncoding,
  further: readonly string[],
): readonly string[] {
  const name = PARAMETERS.get(encoder)
  const parameters = name === undefined ? [] : [options[name] ?? [], further].flat()
  return Object.entries({
    ...options,
    ...(name && parameters.length > 0 && { [name]: parameters.join(':') }),
  }).flatMap(([option, value]) => [`-${option}:v`, String(value)])
}

const PARAMETERS: ReadonlyMap<string, string> = new Map([
  ['libx264', 'x264-params'],
  ['libx265', 'x265-params'],
])

interface Sizes {
  /** Pixels. */
  readonly least?: readonly [width: number, height: number]
  /** Pixels of either side. */
  readonly most?: number
}

const SIZES: Readonly<Record<string, Sizes>> = {
  libx264: { most: 16_384 },
  libx265: { least: [16, 16] },
  dnxhd: { least: [256, 120] },
}

/** As a clause that begins with the encoder; undefined if it accepts the size. */
export function refusedSize(
  encoder: string,
  { width, height }: { readonly width: number; readonly height: number },
): string | undefined {
  const { least: [leastWidth, leastHeight] = [1, 1], most = MOST } = SIZES[encoder] ?? {}
  const needs = (words: string) => `encoder ${encoder} needs ${words}; the picture has ${width}×${height}`
  if (width < leastWidth || height < leastHeight) return needs(`at least ${leastWidth}×${leastHeight} pixels`)
  if (Math.max(width, height) > most) return needs(`sides of at most ${most} pixels`)
  // x265 does not open for a long strip, whatever its options.
  if (encoder === 'libx265' && height < 32 && width > 4_096) return needs('a height of 32 at this width')
  return undefined
}

/** mp4 and mov store sides in 16 bits. */
const MOST = 65_535
