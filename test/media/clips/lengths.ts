/** Clips whose streams begin, end or count otherwise than their container says. */
import { AAC, BOTH, type Clip, picture, tone, words, X264 } from '../sources.ts'

const SUBTITLE = (endS: number) =>
  `data:text/plain;base64,${Buffer.from(`1\n00:00:00,500 --> 00:00:${endS},000\nHello\n`).toString('base64')}`

export const LENGTHS: readonly Clip[] = [
  { name: 'plain.mp4', property: 'H.264 and AAC', made: [...BOTH, ...X264, ...AAC] },
  {
    name: 'subtitle-outlasts.mkv',
    property: 'a subtitle that ends long after the picture',
    made: [
      ...BOTH,
      '-f',
      'srt',
      '-i',
      SUBTITLE(59),
      ...words('-map 0 -map 1 -map 2'),
      ...X264,
      ...AAC,
      '-c:s',
      'srt',
    ],
  },
  {
    name: 'sound-shorter.mp4',
    property: 'sound that ends before the picture',
    made: [...picture('320x180', 25, 6), ...tone(2), ...X264, ...AAC],
  },
  {
    name: 'sound-longer.mp4',
    property: 'sound that ends after the picture',
    made: [...picture(), ...tone(6), ...X264, ...AAC],
  },
  {
    name: 'vbr-without-xing.mp3',
    property: 'VBR mp3 without a Xing header',
    made: [...tone(8), ...words('-c:a libmp3lame -q:a 5 -write_xing 0')],
  },
  {
    name: 'begins-at-1-h.mkv',
    property: 'times that begin at one hour',
    made: [...BOTH, ...X264, ...AAC, ...words('-output_ts_offset 3600')],
  },
  {
    name: 'joined.ts',
    property: 'two recordings joined by cat',
    made: [...BOTH, ...X264, ...AAC, ...words('-f mpegts')],
    edited: (content) => Buffer.concat([content, content]),
  },
  {
    name: 'late-clock.ts',
    property: 'a transport stream whose clock begins late',
    made: [...BOTH, ...X264, ...AAC, ...words('-f mpegts -output_ts_offset 50000')],
  },
  {
    name: 'picture-later.mp4',
    property: 'a picture that begins after the sound',
    made: [
      ...words('-itsoffset 1'),
      ...picture('320x180', 25, 3),
      ...tone(4),
      ...X264,
      ...AAC,
      ...words('-fps_mode passthrough'),
    ],
  },
  { name: 'three-frames.mp4', property: 'three frames', made: [...picture('320x180', 25, 0.12), ...X264] },
  {
    name: 'endless.wav',
    property: 'WAV of unknown length, as written to a pipe',
    made: [...tone(3), ...words('-c:a pcm_s16le -f wav')],
    edited: (content) => {
      content.writeUInt32LE(0xff_ff_ff_ff, 4)
      content.writeUInt32LE(0xff_ff_ff_ff, content.indexOf('data') + 4)
      return content
    },
  },
]
