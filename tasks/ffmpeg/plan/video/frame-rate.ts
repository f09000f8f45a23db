/** How the frames of a source with a variable frame rate are encoded. Pure. */
import type { Video } from '../../media.ts'
import type { VideoEncoding } from '../preset.ts'

type Timed = Pick<Video, 'frameRate' | 'isVariable'>

/**
 * The options for the frame rate; none for a constant one. Without them ffmpeg repeats frames up to the rate
 * that it guesses, which for WebM is a thousand per second.
 */
export function frameRateOptions(encoding: VideoEncoding, stream: Timed): readonly string[] {
  if (!stream.isVariable) return []
  if (encoding.constantRate) return ['-fps_mode:v', 'cfr', '-r:v', constantRateFor(stream)]
  // Frames that are reordered and far apart would make the container state a length that is too short.
  return ['-fps_mode:v', 'vfr', '-enc_time_base:v', '1/1000', '-bf:v', '0']
}

/**
 * Parameters for x264 and x265, which derive the level from the rate: they are told one where ffmpeg would
 * name a thousand frames per second.
 */
export function rateParameters({ isVariable }: Timed): readonly string[] {
  return isVariable ? ['fps=60'] : []
}

/** The lowest usual rate that loses no frame on average; 30 if the average is unknown. */
export function constantRateFor({ frameRate }: Timed): string {
  if (!frameRate) return '30'
  const rate = frameRate.frames / frameRate.seconds
  const near = USUAL.find(([usual]) => Math.abs(usual - rate) <= usual * CLOSE)
  const [, name = '60'] = near ?? WHOLE.find(([usual]) => usual >= rate) ?? []
  return name
}

const WHOLE = [24, 25, 30, 50, 60].map((rate) => [rate, String(rate)] as const)
const USUAL: readonly (readonly [rate: number, name: string])[] = [
  ...WHOLE,
  [24_000 / 1_001, '24000/1001'],
  [30_000 / 1_001, '30000/1001'],
  [60_000 / 1_001, '60000/1001'],
]
const CLOSE = 0.0005
