/** Clips whose streams begin and end at different times, or whose length is hard to read. */
import { AAC, type Clip, encoded, H264, picture, tone } from '../clip.ts'

const BOTH = [...picture(3), ...tone(3), ...H264, ...AAC] as const

const LONG_SRT = '1\n00:00:01,000 --> 00:00:02,000\nFirst\n\n2\n00:00:58,000 --> 00:01:00,000\nLast\n'

// biome-ignore format: an option and its value on one line
export const LENGTHS: readonly Clip[] = [
  encoded('plain.mp4', 'picture and sound of the same length, 3 s', BOTH),
  {
    name: 'subtitle-outlasts-picture.mkv',
    property: 'subtitles up to 60 s, picture and sound of 3 s',
    steps: [
      { edit: 'write', file: 'long.srt', as: 'utf8', content: LONG_SRT },
      [
        ...picture(3), ...tone(3), '-i', 'long.srt', ...H264, ...AAC, '-c:s', 'srt',
        'file:subtitle-outlasts-picture.mkv',
      ],
    ],
  },
  encoded('sound-shorter.mp4', 'sound of 1.5 s, picture of 4 s', [
    ...picture(4), ...tone(1.5), ...H264, ...AAC,
  ]),
  encoded('sound-longer.mp4', 'sound of 4 s, picture of 2 s', [...picture(2), ...tone(4), ...H264, ...AAC]),
  // A tone alone would have frames of one size; the quiet third makes the bit rate vary.
  encoded('no-xing.mp3', 'MP3 of variable bit rate without a Xing header, 6 s', [
    '-f', 'lavfi', '-i', 'anoisesrc=sample_rate=44100:duration=6',
    '-af', "volume='if(lt(t,2),0,0.5)':eval=frame",
    '-c:a', 'libmp3lame', '-q:a', '4', '-write_xing', '0', '-id3v2_version', '0',
  ]),
  encoded('from-one-hour.mkv', 'times begin at 1 h', [...BOTH, '-output_ts_offset', '3600']),
  {
    name: 'joined.ts',
    property: 'two recordings of 2 s in one file; the clock jumps back',
    steps: [
      [...picture(2), ...tone(2), ...H264, ...AAC, 'file:a.ts'],
      [...picture(2), ...tone(2, 880), ...H264, ...AAC, 'file:b.ts'],
      { edit: 'join', from: ['a.ts', 'b.ts'], to: 'joined.ts' },
    ],
  },
  encoded('far-start.ts', 'times begin at 11 h', [...BOTH, '-output_ts_offset', '40000']),
  // The clock has 33 bits of 1/90000 s: it begins again after 95 443.7 s.
  encoded('clock-wraps.ts', 'the clock begins again at 0 in the middle', [
    ...BOTH, '-output_ts_offset', '95441',
  ]),
  // For mp4, ffmpeg would fill the gap with copies of the first frame.
  encoded('picture-starts-later.mp4', 'picture begins 1 s after the sound', [
    '-itsoffset', '1', ...picture(2), ...tone(3), ...H264, ...AAC, '-fps_mode', 'passthrough',
  ]),
  encoded('picture-starts-later.mkv', 'picture begins 1 s after the sound', [
    '-itsoffset', '1', ...picture(2), ...tone(3), ...H264, ...AAC,
  ]),
  {
    name: 'edit-list.mp4',
    property: 'an edit list hides the first 0.7 s of the stored picture and sound',
    steps: [
      [...BOTH, '-g', '75', 'file:whole.mp4'],
      ['-ss', '0.7', '-i', 'whole.mp4', '-c', 'copy', 'file:edit-list.mp4'],
    ],
  },
  encoded('fragmented.mp4', 'fragments, as recorders and streaming write them; no length in the header', [
    ...BOTH, '-g', '25', '-movflags', '+frag_keyframe+empty_moov+default_base_moof',
  ]),
  encoded('three-frames.mp4', 'three frames long', [...picture(0.12), ...tone(0.12), ...H264, ...AAC]),
  // ffmpeg corrects the header at the end if it can seek.
  encoded('unknown-length.wav', 'header of a pipe: a length of 0xFFFFFFFF', [
    ...tone(3), '-c:a', 'pcm_s16le', '-seekable', '0',
  ]),
]
