import assert from 'node:assert/strict'
import type { Media } from '../../../tasks/ffmpeg/media.ts'
import { command, type TranscodePlan } from '../../../tasks/ffmpeg/plan/command.ts'
import { planOf } from '../../../tasks/ffmpeg/plan/plan.ts'
import type { Preset } from '../../../tasks/ffmpeg/plan/preset.ts'
import {
  COPY,
  MEZZANINE,
  mediaWith,
  PICTURE,
  PICTURE_ONLY,
  PROXY,
  planned,
  SOUND,
  SOUND_ONLY,
} from './plan.ts'

const HEAD = '/bin/ffmpeg -hide_banner -y -loglevel level+warning -progress pipe:1 -nostats -stats_period 0.5'
const INPUT = '-protocol_whitelist file -format_whitelist mov,mp4,m4a,3gp,3g2,mj2 -i file:/in.mp4'
const H264 = '-c:v libx264 -preset:v ultrafast -crf:v 28'
const AAC = '-c:a aac -b:a 96k -ar 48000'
const KEPT = '-map_metadata 0 -map_chapters -1'
const ALL = '-map_metadata 0 -map_chapters 0'
const MP4 = `${KEPT} -movflags +faststart -f mp4`

const MONO = { ...SOUND, channels: 1, layout: 'mono' }
const AUDIO = SOUND_ONLY.audio === 'none' ? assert.fail() : SOUND_ONLY.audio
const both = mediaWith(PICTURE, SOUND)

function plan(presets: readonly Preset[], media: Media, more: Partial<TranscodePlan> = {}): TranscodePlan {
  const outputs = presets.map((preset) => ({
    plan: planned(preset, media, more.range),
    path: `/out-${preset.tag}`,
  }))
  return { ffmpeg: { path: '/bin/ffmpeg' }, input: '/in.mp4', media, outputs, ...more }
}

describe('the command of a plan', () => {
  const cases: readonly (readonly [string, TranscodePlan, string])[] = [
    [
      'makes a proxy',
      plan([PROXY], both),
      `${HEAD} ${INPUT} -map 0:0 ${H264} -pix_fmt:v yuv420p -map 0:1 ${AAC} ${MP4} file:/out-proxy`,
    ],
    [
      'makes two renditions from one decode',
      plan([PROXY, SOUND_ONLY], both),
      `${HEAD} ${INPUT} -map 0:0 ${H264} -pix_fmt:v yuv420p -map 0:1 ${AAC} ${MP4} file:/out-proxy` +
        ` -map 0:1 ${AAC} ${KEPT} -movflags +faststart -f ipod file:/out-sound`,
    ],
    [
      'keeps all audio streams with all channels, and the size of the video',
      plan([MEZZANINE], mediaWith(PICTURE, { ...SOUND, channels: 6, layout: '5.1' }, { ...SOUND, index: 2 })),
      `${HEAD} ${INPUT} -map 0:0 -c:v prores_ks -profile:v standard -pix_fmt:v yuv422p10le` +
        ` -map 0:1 -c:a pcm_s24le -ar 48000 -map 0:2 ${KEPT} -f mov file:/out-mezzanine`,
    ],
    [
      'mixes the first audio stream down from six channels',
      plan([SOUND_ONLY], mediaWith({ ...SOUND, index: 3, channels: 6, layout: '5.1' }, SOUND)),
      `${HEAD} ${INPUT} -map 0:3 -filter:a:0 aformat=channel_layouts=stereo ${AAC} ${KEPT} -movflags +faststart -f ipod file:/out-sound`,
    ],
    [
      'skips cover art before the video',
      plan(
        [PICTURE_ONLY],
        mediaWith(
          { type: 'other', index: 0, kind: 'attached picture', codec: 'mjpeg' },
          { ...PICTURE, index: 2 },
          SOUND,
        ),
      ),
      `${HEAD} ${INPUT} -map 0:2 ${H264} -pix_fmt:v yuv420p ${MP4} file:/out-picture`,
    ],
    [
      'makes an audio-only file of a source without video',
      plan([PROXY], mediaWith(SOUND)),
      `${HEAD} ${INPUT} -map 0:1 ${AAC} ${MP4} file:/out-proxy`,
    ],
    [
      'makes a video-only file of a source without audio',
      plan([PROXY], mediaWith(PICTURE)),
      `${HEAD} ${INPUT} -map 0:0 ${H264} -pix_fmt:v yuv420p ${MP4} file:/out-proxy`,
    ],
    [
      'copies streams into mp4 if they fit',
      plan([COPY], both),
      `${HEAD} ${INPUT} -map 0:0 -c:v:0 copy -map 0:1 -c:a:0 copy ${ALL} -movflags +faststart -f mp4 file:/out-copy`,
    ],
    [
      'copies streams into mov if they do not fit mp4',
      plan([COPY], mediaWith({ ...PICTURE, codec: 'prores' }, { ...SOUND, codec: 'pcm_s24le' })),
      `${HEAD} ${INPUT} -map 0:0 -c:v:0 copy -map 0:1 -c:a:0 copy ${ALL} -movflags +faststart -f mov file:/out-copy`,
    ],
    [
      'copies streams into mkv if nothing else fits',
      plan([COPY], mediaWith({ ...PICTURE, codec: 'vp8' }, { ...SOUND, codec: 'vorbis' })),
      `${HEAD} ${INPUT} -map 0:0 -c:v:0 copy -map 0:1 -c:a:0 copy ${ALL} -f matroska file:/out-copy`,
    ],
    [
      'takes a part of the source',
      plan([SOUND_ONLY], both, { range: { startS: 0.5, endS: 1.52 } }),
      `${HEAD} ${INPUT} -map 0:1 ${AAC} -ss 0.5 -t 1.02 ${KEPT} -movflags +faststart -f ipod file:/out-sound`,
    ],
    [
      'reads from some seconds before a part of the source',
      plan([SOUND_ONLY], both, { range: { startS: 60.5 } }),
      `${HEAD} -ss 50 ${INPUT} -map 0:1 ${AAC} -ss 10.5 ${KEPT} -movflags +faststart -f ipod file:/out-sound`,
    ],
    [
      'scales to even sides within the box, and says that pixels stay square',
      plan([PICTURE_ONLY], mediaWith({ ...PICTURE, width: 1920, height: 817 })),
      `${HEAD} ${INPUT} -map 0:0 -filter:v:0 scale=w=640:h=272,setsar=1/1 ${H264} -pix_fmt:v yuv420p ${MP4} file:/out-picture`,
    ],
    [
      'joins mono streams for each rendition',
      plan(
        [{ ...SOUND_ONLY, audio: { ...AUDIO, monoTracks: 'stereo pairs' } }, SOUND_ONLY],
        mediaWith({ ...MONO, index: 0 }, { ...MONO, index: 1 }),
      ),
      `${HEAD} ${INPUT} -filter_complex [0:0][0:1]join=inputs=2:channel_layout=stereo:map=0.0-FL|1.0-FR[joined0.0]` +
        ` -map [joined0.0] ${AAC} ${KEPT} -movflags +faststart -f ipod file:/out-sound` +
        ` -map 0:0 ${AAC} ${KEPT} -movflags +faststart -f ipod file:/out-sound`,
    ],
    [
      'fails at the first error in strict mode',
      plan([COPY], both, { strict: true }),
      `${HEAD} -xerror -err_detect explode ${INPUT} -map 0:0 -c:v:0 copy -map 0:1 -c:a:0 copy ${ALL} -movflags +faststart -f mp4 file:/out-copy`,
    ],
  ]
  for (const [what, of, expected] of cases) {
    it(what, () => assert.deepEqual(command(of), expected.split(' ')))
  }
})

describe('a plan is refused if the source lacks the streams that the preset needs:', () => {
  const cases: readonly (readonly [string, Preset, Media, string])[] = [
    ['audio', SOUND_ONLY, mediaWith(PICTURE), '/in.mp4 has no audio stream; preset “sound” needs one'],
    ['video', PICTURE_ONLY, mediaWith(SOUND), '/in.mp4 has no video stream; preset “picture” needs one'],
    ['video or audio', PROXY, mediaWith(), '/in.mp4 has no video or audio stream; preset “proxy” needs one'],
  ]
  for (const [what, preset, media, refused] of cases) {
    it(what, () => assert.deepEqual(planOf(preset, { path: '/in.mp4', media }), { refused }))
  }
})
