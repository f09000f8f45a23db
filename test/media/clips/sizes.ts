/** Clips by size, shape and name. */
import { AAC, BOTH, type Clip, picture, words, X264 } from '../sources.ts'

export const SIZES: readonly Clip[] = [
  {
    name: 'one-pixel-high.mov',
    property: 'one pixel high',
    made: [...picture('64x2'), '-vf', 'format=rgb24,crop=64:1', ...words('-c:v png')],
  },
  {
    name: 'odd-sides.mkv',
    property: 'odd sides',
    made: [...picture(), '-vf', 'format=yuv444p,pad=321:181', ...words('-c:v ffv1 -pix_fmt yuv444p')],
  },
  {
    name: 'strip.mkv',
    property: '16 000 pixels wide',
    made: [...picture('16000x16', 25, 0.2), ...words('-c:v ffv1')],
  },
  {
    name: 'tiny.mkv',
    property: 'below the least size of encoders',
    made: [...picture('8x8'), ...words('-c:v ffv1')],
  },
  {
    name: 'upright.mp4',
    property: 'rotated by 90°',
    made: [...words('-noautorotate -display_rotation 90'), ...picture(), ...X264],
  },
  {
    name: 'wide-pixels.mp4',
    property: 'pixels that are not square',
    made: [...picture('720x576'), '-vf', 'setsar=64/45', ...X264],
  },
  {
    name: ' a b “ü”: %d.mp4',
    property: 'a name with spaces, quotes, a colon and a percent sign',
    made: [...BOTH, ...X264, ...AAC],
  },
  { name: '-i.mp4', property: 'a name like an option', made: [...BOTH, ...X264, ...AAC] },
]

export const KINDS: readonly Clip[] = [
  {
    name: 'hev1.mkv',
    property: 'HEVC in mkv',
    made: [
      ...picture(),
      ...words('-c:v libx265 -preset ultrafast -x265-params log-level=error -pix_fmt yuv420p'),
    ],
  },
  {
    name: 'hev1.mp4',
    property: 'HEVC tagged hev1',
    made: [
      ...picture(),
      ...words('-c:v libx265 -preset ultrafast -x265-params log-level=error -pix_fmt yuv420p -tag:v hev1'),
    ],
  },
  {
    name: 'cinepak.avi',
    property: 'Cinepak',
    made: [...picture('160x90', 10, 1), '-vf', 'scale=160:88', ...words('-c:v cinepak')],
  },
  {
    name: 'raw.avi',
    property: 'raw RGB',
    made: [...picture('160x90', 10, 1), ...words('-c:v rawvideo -pix_fmt bgr24')],
  },
  {
    name: 'mpeg4.avi',
    property: 'MPEG-4 and mp3 in AVI',
    made: [...BOTH, ...words('-c:v mpeg4 -c:a libmp3lame')],
  },
  {
    name: 'flash.flv',
    property: 'Flash video',
    made: [...BOTH, ...words('-c:v flv1 -c:a libmp3lame -ar 44100')],
  },
  { name: 'windows.wmv', property: 'Windows Media', made: [...BOTH, ...words('-c:v wmv2 -c:a wmav2')] },
  {
    name: 'program.mpg',
    property: 'MPEG program stream',
    made: [...BOTH, ...words('-c:v mpeg2video -c:a mp2 -f vob')],
  },
  {
    name: 'blu-ray.m2ts',
    property: 'M2TS',
    made: [...BOTH, ...X264, ...words('-c:a ac3 -f mpegts -mpegts_m2ts_mode 1')],
  },
  {
    name: 'vp9.webm',
    property: 'VP9 and Opus',
    made: [...BOTH, ...words('-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus')],
  },
]
