import assert from 'node:assert/strict'
import type { Media } from '../../../tasks/ffmpeg/media.ts'
import { command, type TranscodePlan } from '../../../tasks/ffmpeg/plan/command.ts'
import type { Preset } from '../../../tasks/ffmpeg/plan/preset.ts'
import { COPY, MEZZANINE, mediaWith, PICTURE, PICTURE_ONLY, PROXY, SOUND, SOUND_ONLY } from './plan.ts'

const HEAD = '/bin/ffmpeg -hide_banner -y -loglevel level+warning -progress pipe:1 -nostats -stats_period 0.5'
const INPUT = '-protocol_whitelist file -format_whitelist mov,mp4,m4a,3gp,3g2,mj2 -i file:/in.mp4'
const H264 = '-c:v libx264 -preset:v ultrafast -crf:v 28'
const BOX =
  "-vf scale=w='min(640,iw)':h='min(360,ih)':force_original_aspect_ratio=decrease:force_divisible_by=2"
const EVEN = "-vf scale=w='trunc(iw/2)*2':h='trunc(ih/2)*2'"
const AAC = '-c:a aac -b:a 96k -ar 48000'
const KEPT = '-map_metadata 0 -map_chapters -1'
const MP4 = `${KEPT} -movflags +faststart -f mp4`

const both = mediaWith(PICTURE, SOUND)

function plan(presets: readonly Preset[], media: Media, more: Partial<TranscodePlan> = {}): TranscodePlan {
  const outputs = presets.map((preset) => ({ preset, path: `/out-${preset.tag}` }))
  return { ffmpeg: { path: '/bin/ffmpeg' }, input: '/in.mp4', media, outputs, ...more }
}

describe('the command of a plan', () => {
  const cases: readonly (readonly [string, TranscodePlan, string])[] = [
    [
      'makes a proxy',
      plan([PROXY], both),
      `${HEAD} ${INPUT} -map 0:0 ${H264} ${BOX} -pix_fmt:v yuv420p -map 0:1 ${AAC} ${MP4} file:/out-proxy`,
    ],
    [
      'makes two renditions from one decode',
      plan([PROXY, SOUND_ONLY], both),
      `${HEAD} ${INPUT} -map 0:0 ${H264} ${BOX} -pix_fmt:v yuv420p -map 0:1 ${AAC} ${MP4} file:/out-proxy` +
        ` -vn -map 0:1 ${AAC} ${KEPT} -movflags +faststart -f ipod file:/out-sound`,
    ],
    [
      'keeps all audio streams with all channels, and the size of the video',
      plan([MEZZANINE], mediaWith(PICTURE, { ...SOUND, channels: 6 }, { ...SOUND, index: 2 })),
      `${HEAD} ${INPUT} -map 0:0 -c:v prores_ks -profile:v standard ${EVEN} -pix_fmt:v yuv422p10le` +
        ` -map 0:1 -map 0:2 -c:a pcm_s24le -ar 48000 ${KEPT} -f mov file:/out-mezzanine`,
    ],
    [
      'mixes the first audio stream down from six channels',
      plan([SOUND_ONLY], mediaWith({ ...SOUND, index: 3, channels: 6 }, SOUND)),
      `${HEAD} ${INPUT} -vn -map 0:3 ${AAC} -ac:a:0 2 ${KEPT} -movflags +faststart -f ipod file:/out-sound`,
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
      `${HEAD} ${INPUT} -map 0:2 ${H264} ${BOX} -pix_fmt:v yuv420p -an ${MP4} file:/out-picture`,
    ],
    [
      'makes an audio-only file of a source without video',
      plan([PROXY], mediaWith(SOUND)),
      `${HEAD} ${INPUT} -vn -map 0:1 ${AAC} ${MP4} file:/out-proxy`,
    ],
    [
      'makes a video-only file of a source without audio',
      plan([PROXY], mediaWith(PICTURE)),
      `${HEAD} ${INPUT} -map 0:0 ${H264} ${BOX} -pix_fmt:v yuv420p -an ${MP4} file:/out-proxy`,
    ],
    [
      'copies streams into mp4 if they fit',
      plan([COPY], both),
      `${HEAD} ${INPUT} -map 0:0 -c:v copy -map 0:1 -c:a copy ${MP4} file:/out-copy`,
    ],
    [
      'copies streams into mov if they do not fit mp4',
      plan([COPY], mediaWith({ ...PICTURE, codec: 'prores' }, { ...SOUND, codec: 'pcm_s24le' })),
      `${HEAD} ${INPUT} -map 0:0 -c:v copy -map 0:1 -c:a copy ${KEPT} -movflags +faststart -f mov file:/out-copy`,
    ],
    [
      'copies streams into mkv if nothing else fits',
      plan([COPY], mediaWith({ ...PICTURE, codec: 'vp9' }, { ...SOUND, codec: 'opus' })),
      `${HEAD} ${INPUT} -map 0:0 -c:v copy -map 0:1 -c:a copy ${KEPT} -f matroska file:/out-copy`,
    ],
    [
      'takes a part of the source',
      plan([SOUND_ONLY], both, { range: { startS: 0.5, endS: 1.52 } }),
      `${HEAD} ${INPUT} -vn -map 0:1 ${AAC} -ss 0.5 -t 1.02 ${KEPT} -movflags +faststart -f ipod file:/out-sound`,
    ],
    [
      'reads from some seconds before a part of the source',
      plan([SOUND_ONLY], both, { range: { startS: 60.5 } }),
      `${HEAD} -ss 50.5 ${INPUT} -vn -map 0:1 ${AAC} -ss 10 ${KEPT} -movflags +faststart -f ipod file:/out-sound`,
    ],
    [
      'fails at the first error in strict mode',
      plan([COPY], both, { strict: true }),
      `${HEAD} -xerror -err_detect explode ${INPUT} -map 0:0 -c:v copy -map 0:1 -c:a copy ${MP4} file:/out-copy`,
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
    it(what, () => assert.deepEqual(command(plan([preset], media)), { refused }))
  }

  it('even if only one of the renditions cannot be made', () => {
    assert.ok('refused' in command(plan([PICTURE_ONLY, SOUND_ONLY], mediaWith(PICTURE))))
  })
})
