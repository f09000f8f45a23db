/** Clips by their frame rate. */
import { AAC, type Clip, picture, tone, words, X264 } from '../sources.ts'

const RANDOM = [
  '-vf',
  "select='gt(random(0),0.995)'",
  ...words('-fps_mode passthrough -enc_time_base 1/1000 -bf 0'),
]

export const RATES: readonly Clip[] = [
  {
    name: 'browser.webm',
    property: 'variable frame rate of a browser',
    made: [...picture('320x180', 1000, 8), ...RANDOM, ...words('-c:v libvpx')],
  },
  {
    name: 'phone.mp4',
    property: 'variable frame rate of a phone',
    made: [
      ...picture('320x180', 60, 3),
      '-vf',
      "select='gt(random(0),0.4)'",
      ...words('-fps_mode vfr -bf 0'),
      ...X264,
    ],
  },
  {
    name: 'ntsc.mp4',
    property: '29.97 frames per second',
    made: [...picture('320x180', '30000/1001'), ...X264],
  },
  {
    name: 'film.mov',
    property: '23.976 frames per second, ProRes',
    made: [...picture('320x180', '24000/1001'), ...words('-c:v prores_ks')],
  },
  { name: 'fast.mp4', property: '120 frames per second', made: [...picture('320x180', 120, 1), ...X264] },
  { name: 'one-frame.mp4', property: 'a single frame', made: [...picture('320x180', 25, 0.04), ...X264] },
  {
    name: 'slides.mp4',
    property: 'one frame each ten seconds',
    made: [...picture('320x180', 0.1, 30), ...X264],
  },
  {
    name: 'fifty.mp4',
    property: '50 frames per second',
    made: [...picture('320x180', 50), ...tone(), ...X264, ...AAC],
  },
]
