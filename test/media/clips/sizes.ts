/** Clips of unusual sizes and shapes. */
import { AAC, type Clip, encoded, H264, picture, tone } from '../clip.ts'

/** The test pattern is always of even size. */
const cropped = (size: string, to: string, rate: string) => [
  ...picture(1, size, rate),
  '-vf',
  `crop=${to}:exact=1`,
]
const line = cropped('64x2', '64:1', '10')

// biome-ignore format: an option and its value on one line
export const SIZES: readonly Clip[] = [
  // 4:2:0 has no picture one pixel high.
  encoded('one-pixel-high.mov', '64×1 pixels', [...line, '-c:v', 'png']),
  encoded('one-pixel-high.mkv', '64×1 pixels, FFV1', [...line, '-c:v', 'ffv1', '-pix_fmt', 'yuv444p']),
  encoded('odd.mkv', '321×181 pixels, VP9', [
    ...cropped('322x182', '321:181', '25'), '-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8',
    '-pix_fmt', 'yuv420p',
  ]),
  encoded('very-wide.mp4', '16000×16 pixels', [...picture(1, '16000x16', '5'), ...H264]),
  encoded('very-small.mp4', '16×16 pixels', [...picture(2, '16x16'), ...tone(2), ...H264, ...AAC]),
  {
    name: 'size-changes.ts',
    property: 'a recording of 320×180 pixels, then one of 240×180',
    steps: [
      [...picture(1), ...tone(1), ...H264, ...AAC, 'file:a.ts'],
      [...picture(1, '240x180'), ...tone(1), ...H264, ...AAC, '-output_ts_offset', '1', 'file:b.ts'],
      { edit: 'join', from: ['a.ts', 'b.ts'], to: 'size-changes.ts' },
    ],
  },
  {
    name: 'portrait.mp4',
    property: 'portrait: 320×180 pixels, to be rotated by 90°',
    steps: [
      [...picture(2), ...tone(2), ...H264, ...AAC, 'file:landscape.mp4'],
      // Counterclockwise, as ffprobe prints it.
      ['-display_rotation:v:0', '-90', '-i', 'landscape.mp4', '-c', 'copy', 'file:portrait.mp4'],
    ],
  },
  encoded('anamorphic.mp4', '240×180 pixels shown as 16:9', [
    ...picture(2, '240x180'), ...tone(2), '-vf', 'setsar=4/3', ...H264, ...AAC,
  ]),
]
