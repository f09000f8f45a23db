/** Stills, and clips from which a thumbnail is hard to take. */
import { type Clip, encoded, H264, picture, tone } from '../clip.ts'

const still = [...picture(0.04), '-frames:v', '1', '-update', '1'] as const
const everyTenSeconds = ['-g', '250', '-keyint_min', '250', '-sc_threshold', '0'] as const
const rareKeys = [...picture(12), ...tone(12), ...H264, ...everyTenSeconds] as const

// biome-ignore format: an option and its value on one line
export const THUMBNAILS: readonly Clip[] = [
  encoded('still.jpg', 'still picture, JPEG', still),
  encoded('still.png', 'still picture, PNG', still),
  encoded('poster%d.jpg', 'still picture whose name is a pattern, JPEG', still),
  encoded('poster%03d.png', 'still picture whose name is a pattern, PNG', still),
  encoded('animated.gif', 'animated GIF', picture(2, '160x90', '10')),
  encoded('rare-key-frames.ts', 'a key frame every 10 s, 12 s long', [...rareKeys, '-c:a', 'aac']),
  encoded('rare-key-frames.m2ts', 'a key frame every 10 s, 12 s long, packets of 192 bytes', [
    ...rareKeys, '-c:a', 'ac3', '-f', 'mpegts', '-mpegts_m2ts_mode', '1',
  ]),
]
