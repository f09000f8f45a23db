/** Interlaced clips. */
import { AAC, type Clip, picture, tone, words, X264 } from '../sources.ts'

const fields = (scan: 'tff' | 'bff', more = '') => ['-vf', `interlace=scan=${scan},${more}setfield=${scan}`]
const PAL = picture('720x576', 50)

export const INTERLACED: readonly Clip[] = [
  {
    name: 'xdcam.mxf',
    property: 'MPEG-2, top field first',
    made: [
      ...picture('640x360', 50),
      ...fields('tff'),
      ...words('-c:v mpeg2video -flags +ildct+ilme -b:v 5M'),
    ],
  },
  {
    name: 'pal-wide.dv',
    property: 'DV PAL 16:9, bottom field first',
    made: [...PAL, ...fields('bff', 'setsar=64/45,'), ...words('-c:v dvvideo -pix_fmt yuv420p')],
  },
  {
    name: 'mbaff.mp4',
    property: 'H.264, top field first',
    made: [
      ...picture('640x360', 50),
      ...tone(),
      ...fields('tff'),
      ...X264,
      ...words('-flags +ildct+ilme -x264opts tff=1'),
      ...AAC,
    ],
  },
  {
    name: 'fields.mov',
    property: 'ProRes, bottom field first',
    made: [...picture('640x360', 50), ...fields('bff'), ...words('-c:v prores_ks -flags +ildct')],
  },
  {
    name: 'hdv.ts',
    property: 'HDV 1440×1080 of 16:9',
    made: [
      ...picture('1440x1080', 50, 0.6),
      ...fields('tff', 'setsar=4/3,'),
      ...words('-c:v mpeg2video -flags +ildct+ilme -b:v 25M -f mpegts'),
    ],
  },
]
