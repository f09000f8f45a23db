/** Clips with damaged or missing parts. */
import { AAC, type Clip, encoded, H264, picture, tone } from '../clip.ts'

const BOTH = (seconds: number) => [...picture(seconds), ...tone(seconds), ...H264, ...AAC]

const TS_PACKET_BYTES = 188

// biome-ignore format: an option and its value on one line
export const DAMAGE: readonly Clip[] = [
  {
    name: 'zeros.mp4',
    property: '8 s of H.264 whose packets from the 51st on are zeros',
    steps: [[...picture(8), ...H264, 'file:zeros.mp4'], { edit: 'zero', file: 'zeros.mp4', fromPacket: 50 }],
  },
  // Changes one byte in 50 of 11 packets in 200; one of these is then lost on the way into the mp4.
  encoded('noise.mp4', '8 s of H.264 with 5 % of the packets damaged in the middle', [
    ...BOTH(8), '-bsf:v', "noise=amount='if(between(n,80,120)*eq(mod(n,4),0),50,0)'",
  ]),
  // The program map comes ten times a second, the parameters of H.264 with each key frame only.
  {
    name: 'begins-within-gop.ts',
    property: 'begins in the middle of a group of pictures',
    steps: [
      [...BOTH(4), '-g', '25', '-keyint_min', '25', '-f', 'mpegts', 'file:begins-within-gop.ts'],
      { edit: 'cut', file: 'begins-within-gop.ts', keep: [0.1, 1], blockBytes: TS_PACKET_BYTES },
    ],
  },
  {
    name: 'cut-off.mp4',
    property: 'cut off at 60 %; the index is at the front and whole',
    steps: [
      [...BOTH(4), '-movflags', '+faststart', 'file:cut-off.mp4'],
      { edit: 'cut', file: 'cut-off.mp4', keep: [0, 0.6], blockBytes: 1 },
    ],
  },
  {
    name: 'cut-off.mkv',
    property: 'cut off at 60 %',
    steps: [
      [...BOTH(4), 'file:cut-off.mkv'],
      { edit: 'cut', file: 'cut-off.mkv', keep: [0, 0.6], blockBytes: 1 },
    ],
  },
]
