import assert from 'node:assert/strict'
import { command, type TranscodePlan } from '../../../tasks/ffmpeg/command.ts'
import type { Media } from '../../../tasks/ffmpeg/media.ts'
import type { Preset } from '../../../tasks/ffmpeg/preset.ts'
import { COPY, MEZZANINE, mediaWith, PICTURE, PICTURE_ONLY, PROXY, SOUND, SOUND_ONLY } from './plan.ts'

const HEAD = '/bin/ffmpeg -hide_banner -y -loglevel level+warning -progress pipe:1 -nostats -stats_period 0.5'
const INPUT = '-protocol_whitelist file,crypto,data -i file:/in.mp4'
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
  return { ffmpeg: '/bin/ffmpeg', input: '/in.mp4', media, outputs, ...more }
}

describe('a plan becomes a command', () => {
  const cases: readonly (readonly [string, TranscodePlan, string])[] = [
    [
      'a proxy',
      plan([PROXY], both),
      `${HEAD} ${INPUT} -map 0:0 ${H264} ${BOX} -pix_fmt:v yuv420p -map 0:1 ${AAC} ${MP4} file:/out-proxy`,
    ],
    [
      'two renditions of one reading',
      plan([PROXY, SOUND_ONLY], both),
      `${HEAD} ${INPUT} -map 0:0 ${H264} ${BOX} -pix_fmt:v yuv420p -map 0:1 ${AAC} ${MP4} file:/out-proxy` +
        ` -vn -map 0:1 ${AAC} ${KEPT} -movflags +faststart -f ipod file:/out-sound`,
    ],
    [
      'all sound, of any number of channels, and the full picture',
      plan([MEZZANINE], mediaWith(PICTURE, { ...SOUND, channels: 6 }, { ...SOUND, index: 2 })),
      `${HEAD} ${INPUT} -map 0:0 -c:v prores_ks -profile:v standard ${EVEN} -pix_fmt:v yuv422p10le` +
        ` -map 0:1 -map 0:2 -c:a pcm_s24le -ar 48000 ${KEPT} -f mov file:/out-mezzanine`,
    ],
    [
      'the first sound, mixed down from six channels',
      plan([SOUND_ONLY], mediaWith({ ...SOUND, index: 3, channels: 6 }, SOUND)),
      `${HEAD} ${INPUT} -vn -map 0:3 ${AAC} -ac:a:0 2 ${KEPT} -movflags +faststart -f ipod file:/out-sound`,
    ],
    [
      'picture from behind a cover and a data stream',
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
      'a source without picture: sound alone',
      plan([PROXY], mediaWith(SOUND)),
      `${HEAD} ${INPUT} -vn -map 0:1 ${AAC} ${MP4} file:/out-proxy`,
    ],
    [
      'a source without sound: picture alone',
      plan([PROXY], mediaWith(PICTURE)),
      `${HEAD} ${INPUT} -map 0:0 ${H264} ${BOX} -pix_fmt:v yuv420p -an ${MP4} file:/out-proxy`,
    ],
    [
      'a copy that fits mp4',
      plan([COPY], both),
      `${HEAD} ${INPUT} -map 0:0 -c:v copy -map 0:1 -c:a copy ${MP4} file:/out-copy`,
    ],
    [
      'a copy that fits mov',
      plan([COPY], mediaWith({ ...PICTURE, codec: 'prores' }, { ...SOUND, codec: 'pcm_s24le' })),
      `${HEAD} ${INPUT} -map 0:0 -c:v copy -map 0:1 -c:a copy ${KEPT} -movflags +faststart -f mov file:/out-copy`,
    ],
    [
      'a copy that fits mkv alone',
      plan([COPY], mediaWith({ ...PICTURE, codec: 'vp9' }, { ...SOUND, codec: 'opus' })),
      `${HEAD} ${INPUT} -map 0:0 -c:v copy -map 0:1 -c:a copy ${KEPT} -f matroska file:/out-copy`,
    ],
    [
      'a part',
      plan([COPY], both, { range: { startS: 0.5, endS: 1.52 } }),
      `${HEAD} -ss 0.5 -to 1.52 ${INPUT} -map 0:0 -c:v copy -map 0:1 -c:a copy ${MP4} file:/out-copy`,
    ],
    [
      'in strict mode',
      plan([COPY], both, { strict: true }),
      `${HEAD} -xerror -err_detect explode ${INPUT} -map 0:0 -c:v copy -map 0:1 -c:a copy ${MP4} file:/out-copy`,
    ],
  ]
  for (const [what, of, expected] of cases) {
    it(what, () => assert.deepEqual(command(of), expected.split(' ')))
  }
})

describe('a plan is refused when the source has nothing of what a preset is made from', () => {
  const cases: readonly (readonly [string, Preset, Media, string])[] = [
    ['sound', SOUND_ONLY, mediaWith(PICTURE), '/in.mp4 has no sound, which the preset sound is made from'],
    [
      'picture',
      PICTURE_ONLY,
      mediaWith(SOUND),
      '/in.mp4 has no picture, which the preset picture is made from',
    ],
    [
      'either',
      PROXY,
      mediaWith(),
      '/in.mp4 has no picture and no sound, which the preset proxy is made from',
    ],
  ]
  for (const [what, preset, media, refused] of cases) {
    it(what, () => assert.deepEqual(command(plan([preset], media)), { refused }))
  }

  it('even when only one of the renditions cannot be made', () => {
    assert.ok('refused' in command(plan([PICTURE_ONLY, SOUND_ONLY], mediaWith(PICTURE))))
  })
})
