/** Clips by the streams that they have. */
import { AAC, BOTH, type Clip, picture, silence, tone, words, X264 } from '../sources.ts'

const tones = (count: number) => Array.from({ length: count }, (_, at) => tone(2, 200 + 100 * at)).flat()
const maps = (count: number) => Array.from({ length: count }, (_, at) => ['-map', String(at)]).flat()
const COVER = ['-f', 'lavfi', '-i', 'color=red:size=64x64:duration=0.04']
const text = (content: string) => `data:text/plain;base64,${Buffer.from(content).toString('base64')}`
const SUBTITLE = ['-f', 'srt', '-i', text('1\n00:00:00,500 --> 00:00:01,500\nHello\n')]
const CHAPTERS = [
  ...['-f', 'ffmetadata', '-i'],
  text(
    ';FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle=One\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=1000\nEND=2000\ntitle=Two\n',
  ),
]

export const STREAMS: readonly Clip[] = [
  {
    name: 'eight-mono.mxf',
    property: 'eight mono tracks (XDCAM)',
    made: [
      ...picture('640x360'),
      ...tones(8),
      ...maps(9),
      ...words('-c:v mpeg2video -b:v 5M -c:a pcm_s16le'),
    ],
  },
  {
    name: 'left-right.mov',
    property: 'two mono tracks labeled left and right',
    made: [...picture(), ...silence('FL'), ...silence('FR'), ...maps(3), ...X264, ...words('-c:a pcm_s16le')],
  },
  {
    name: 'six-mono.mov',
    property: 'six mono tracks',
    made: [...picture(), ...tones(6), ...maps(7), ...X264, ...words('-c:a pcm_s16le')],
  },
  {
    name: 'default-second.mkv',
    property: 'a default track behind the first',
    made: [
      ...BOTH,
      ...tone(2, 880),
      ...maps(3),
      ...X264,
      ...AAC,
      ...words('-disposition:a:0 0 -disposition:a:1 default'),
    ],
  },
  {
    name: 'two-languages.mkv',
    property: 'tracks in two languages',
    made: [
      ...BOTH,
      ...tone(2, 880),
      ...maps(3),
      ...X264,
      ...AAC,
      ...words('-metadata:s:a:0 language=eng -metadata:s:a:1 language=ger'),
    ],
  },
  {
    name: 'subtitles.mkv',
    property: 'text subtitles in mkv',
    made: [...BOTH, ...SUBTITLE, ...maps(3), ...X264, ...AAC, ...words('-c:s srt')],
  },
  {
    name: 'subtitles.mp4',
    property: 'text subtitles in mp4',
    made: [...BOTH, ...SUBTITLE, ...maps(3), ...X264, ...AAC, ...words('-c:s mov_text')],
  },
  {
    name: 'chapters.mp4',
    property: 'chapters in mp4',
    made: [...BOTH, ...CHAPTERS, ...words('-map_chapters 2'), ...X264, ...AAC],
  },
  {
    name: 'chapters.mkv',
    property: 'chapters in mkv',
    made: [...BOTH, ...CHAPTERS, ...words('-map_chapters 2'), ...X264, ...AAC],
  },
  {
    name: 'cover.m4a',
    property: 'cover art in m4a',
    made: [
      ...tone(),
      ...COVER,
      ...maps(2),
      ...AAC,
      ...words('-c:v mjpeg -disposition:v attached_pic -f mp4'),
    ],
  },
  {
    name: 'cover.mp3',
    property: 'cover art in mp3',
    made: [
      ...tone(),
      ...COVER,
      ...maps(2),
      ...words('-c:a libmp3lame -c:v mjpeg -disposition:v attached_pic'),
    ],
  },
  {
    name: 'cover.flac',
    property: 'cover art in flac',
    made: [...tone(), ...COVER, ...maps(2), ...words('-c:a flac -c:v mjpeg -disposition:v attached_pic')],
  },
  {
    name: 'time-code.mov',
    property: 'a time-code track',
    made: [...BOTH, ...X264, ...AAC, ...words('-timecode 10:00:00:00')],
  },
  {
    name: 'two-pictures.mkv',
    property: 'two video streams',
    made: [...picture(), ...picture('160x90'), ...tone(), ...maps(3), ...X264, ...AAC],
  },
  { name: 'sound.opus', property: 'only sound: Opus', made: [...tone(), ...words('-c:a libopus')] },
  { name: 'sound.ogg', property: 'only sound: Vorbis', made: [...tone(), ...words('-c:a libvorbis')] },
  { name: 'sound.wav', property: 'only sound: WAV', made: [...tone(), ...words('-c:a pcm_s24le')] },
  { name: 'sound.ac3', property: 'only sound: AC-3', made: [...silence('5.1'), ...words('-c:a ac3')] },
]
