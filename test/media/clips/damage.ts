/** Clips that are damaged or cut off. */
import { AAC, BOTH, type Clip, picture, tone, words, X264 } from '../sources.ts'

const EIGHT = [...picture('320x180', 25, 8), ...tone(8), ...X264, ...words('-g 25'), ...AAC]

export const DAMAGE: readonly Clip[] = [
  {
    name: 'zeros-after-2-s.mp4',
    property: 'H.264 whose packets after two seconds are damaged',
    made: [...EIGHT, '-bsf:v', "noise=amount='if(gte(n,50),1,0)'"],
  },
  {
    name: 'damaged-within.mp4',
    property: 'H.264 with damaged packets in the middle',
    made: EIGHT,
    edited: (content) => content.fill(0, content.length >> 1, (content.length >> 1) + 15_000),
  },
  {
    name: 'begins-within-a-gop.ts',
    property: 'a transport stream that begins between two key frames',
    made: [...EIGHT, ...words('-f mpegts')],
    edited: (content) => content.subarray(188 * 700),
  },
  {
    name: 'cut-off.mp4',
    property: 'mp4 whose end is missing, with its index first',
    made: [...EIGHT, ...words('-movflags +faststart')],
    edited: (content) => content.subarray(0, Math.trunc(content.length * 0.6)),
  },
  {
    name: 'cut-off.mkv',
    property: 'mkv whose end is missing',
    made: [...BOTH, ...X264, ...AAC],
    edited: (content) => content.subarray(0, Math.trunc(content.length * 0.7)),
  },
]
