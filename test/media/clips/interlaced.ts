/** Interlaced clips: each field is 1/50 s after the other. */
import { type Clip, encoded, picture, tone } from '../clip.ts'

/** 50 pictures a second, woven to 25 frames of two fields. */
const fields = (size: string, first: 'top' | 'bottom', more = '', seconds = 2) => [
  ...[...picture(seconds, size, '50'), ...tone(seconds)],
  ...['-vf', `tinterlace=interleave_${first}${more}`, '-flags', '+ildct+ilme'],
]

// biome-ignore format: an option and its value on one line
export const INTERLACED: readonly Clip[] = [
  encoded('xdcam.mxf', 'interlaced, top field first, MPEG-2 4:2:2 as XDCAM HD422', [
    ...fields('480x288', 'top'), '-c:v', 'mpeg2video', '-pix_fmt', 'yuv422p', '-b:v', '5M', '-g', '12',
    '-bf', '2', '-c:a', 'pcm_s24le',
  ]),
  // DV is always bottom first; AVI has no place to say so, the frames do.
  encoded('dv-pal-wide.avi', 'interlaced, bottom field first, DV PAL 16:9', [
    ...fields('720x576', 'bottom', ',setdar=16/9'), '-c:v', 'dvvideo', '-pix_fmt', 'yuv420p',
    '-c:a', 'pcm_s16le',
  ]),
  encoded('interlaced.mp4', 'interlaced, top field first, H.264 (MBAFF)', [
    ...fields('320x180', 'top'), '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p',
    '-x264opts', 'tff', '-c:a', 'aac',
  ]),
  // ffmpeg labels the track tb, which is an order of display; the frames themselves say top first.
  encoded('interlaced-prores.mov', 'interlaced, top field first, ProRes', [
    ...fields('320x180', 'top'), '-c:v', 'prores_ks', '-profile:v', 'standard', '-pix_fmt', 'yuv422p10le',
    '-c:a', 'pcm_s24le',
  ]),
  encoded('hdv.ts', 'interlaced, top field first, HDV: 1440×1080 shown as 16:9', [
    ...fields('1440x1080', 'top', ',setsar=4/3', 0.6), '-c:v', 'mpeg2video', '-pix_fmt', 'yuv420p',
    '-b:v', '25M', '-c:a', 'mp2', '-b:a', '384k',
  ]),
]
