/** Clips whose codecs and containers matter when streams are copied. */
import { AAC, type Clip, encoded, H264, HEVC, picture, tone } from '../clip.ts'

const BOTH = [...picture(2), ...tone(2)] as const

// biome-ignore format: an option and its value on one line
export const CONTAINERS: readonly Clip[] = [
  encoded('hev1.mp4', 'HEVC with the tag hev1', [...BOTH, ...HEVC, '-tag:v', 'hev1', ...AAC]),
  // Matroska has no such tag; a copy to mp4 gets hev1 by default.
  encoded('hevc.mkv', 'HEVC in Matroska', [...BOTH, ...HEVC, ...AAC]),
  encoded('animation.mov', 'QuickTime Animation and PCM', [...BOTH, '-c:v', 'qtrle', '-c:a', 'pcm_s16be']),
  encoded('cinepak.avi', 'Cinepak', [...picture(1, '160x96', '5'), '-c:v', 'cinepak']),
  encoded('raw-rgb.avi', 'uncompressed RGB', [
    ...picture(1, '160x90', '10'), '-c:v', 'rawvideo', '-pix_fmt', 'bgr24',
  ]),
  encoded('op1a.mxf', 'MXF OP1a: MPEG-2 and PCM', [
    ...BOTH, '-c:v', 'mpeg2video', '-b:v', '2M', '-c:a', 'pcm_s16le',
  ]),
  encoded('mpeg4.avi', 'MPEG-4 and MP3 in AVI', [
    ...BOTH, '-c:v', 'mpeg4', '-b:v', '500k', '-c:a', 'libmp3lame',
  ]),
  encoded('flash.flv', 'Flash Video: H.264 and AAC', [...BOTH, ...H264, ...AAC]),
  encoded('windows.wmv', 'Windows Media: WMV2 and WMA2', [
    ...BOTH, '-c:v', 'wmv2', '-b:v', '500k', '-c:a', 'wmav2',
  ]),
  encoded('program-stream.mpg', 'MPEG program stream: MPEG-2 and MP2', [
    ...BOTH, '-c:v', 'mpeg2video', '-b:v', '2M', '-c:a', 'mp2', '-f', 'vob',
  ]),
  // DV exists only in the sizes of its two standards.
  encoded('raw.dv', 'raw DV, PAL', [
    ...picture(1, '720x576'), ...tone(1), '-c:v', 'dvvideo', '-pix_fmt', 'yuv420p', '-ac', '2', '-f', 'dv',
  ]),
]
