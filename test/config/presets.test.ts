import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { PRESETS_FOLDER, SHIPPED } from '../../config/presets.ts'
import type { TranscodePresetDocument } from '../../schema/documents/transcode-preset.ts'
import { PRESETS, SHIPPED_FILES } from '../../server/shape-tag/preset-files.ts'
import { probe } from '../../tasks/ffmpeg/ffprobe.ts'
import type { Media } from '../../tasks/ffmpeg/media.ts'
import { presetOf } from '../../tasks/ffmpeg/preset/preset-of.ts'
import { ffmpeg } from '../../tasks/ffmpeg/run.ts'
import { planned } from '../tasks/ffmpeg/plan.ts'
import { atoms, folder, H264, make, PICTURE, programs, TONE } from '../tasks/machine.ts'

const never = new AbortController().signal
const found = await programs()

async function mediaOf(path: string): Promise<Media> {
  const probed = await probe(path, { ffprobe: found.ffprobe, signal: never })
  assert.ok(probed.ended === 'done')
  return probed.media
}

describe('the presets', () => {
  it('have one file each, named after the tag, and say nothing that has no effect', () => {
    const files = readdirSync(PRESETS_FOLDER).sort()
    assert.deepEqual(files, SHIPPED.map((tag) => `${tag}.json`).sort())
    for (const { tag, document } of SHIPPED_FILES) {
      const read = presetOf(tag, document)
      assert.ok(!('refused' in read) && read.kept.length === 0, JSON.stringify(read))
    }
  })

  it('of packages say the manifest that comes first, the codec, the heights and the segments', () => {
    // biome-ignore format: a table
    for (const [document, expected] of [
      [{ format: 'hls' },                                               ['hls', 'h264', undefined, undefined]],
      [{ format: 'cmaf', callsheet: { heights: [720, 360] } },          ['hls', 'h264', [720, 360], undefined]],
      [{ format: 'dash', video: { codec: 'vp9' }, callsheet: { segmentDuration: 6 } }, ['dash', 'vp9', undefined, 6]],
    ] as const) {
      const read = presetOf('test', document as TranscodePresetDocument)
      assert.ok('package' in read, JSON.stringify(read))
      const { manifest, codec, heights, segmentS } = read.package
      assert.deepEqual([manifest, codec, heights, segmentS], expected)
    }
  })

  it('use encoders that the packaged ffmpeg has', async () => {
    const encoders = await found.ffmpeg.encoders()
    for (const preset of PRESETS) {
      for (const how of [preset.video, preset.audio]) {
        if (typeof how === 'object') assert.ok(encoders.has(how.encoder), `${preset.tag}: ${how.encoder}`)
      }
    }
  })
})

describe('a preset produces the described file from a clip of 320×240', () => {
  // tag → extension, codecs with their pixel format or channels, and whether it plays while it loads
  const cases = [
    ['original', '.mp4', ['h264 yuv420p 320×240', 'aac 1'], true],
    ['lowres', '.mp4', ['h264 yuv420p 320×240', 'aac 1'], true],
    ['web', '.mp4', ['h264 yuv420p 320×240', 'aac 1'], true],
    ['hevc', '.mp4', ['hevc yuv420p 320×240', 'aac 1'], true],
    ['hevc-hdr', '.mp4', ['hevc yuv420p10le 320×240', 'aac 1'], true],
    ['prores', '.mov', ['prores yuv422p10le 320×240', 'pcm_s24le 1'], false],
    ['dnxhr', '.mov', ['dnxhd yuv422p 320×240', 'pcm_s24le 1'], false],
    ['audio', '.m4a', ['aac 1'], true],
    ['__mp4', '.mp4', ['h264 yuv420p 320×240', 'aac 1'], true],
    ['__mov', '.mov', ['h264 yuv420p 320×240', 'aac 1'], true],
    ['__webm', '.webm', ['vp9 yuv420p 320×240', 'opus 1'], false],
    ['__mp3', '.mp3', ['mp3 1'], false],
    ['__wav', '.wav', ['pcm_s16le 1'], false],
    ['__jpeg', '.jpg', ['mjpeg yuvj420p 320×240'], false],
    ['__png', '.png', ['png rgb24 320×240'], false],
  ] as const

  it('and every preset has a case', () =>
    assert.deepEqual(cases.map(([tag]) => tag).sort(), PRESETS.map(({ tag }) => tag).sort()))

  for (const [tag, extension, streams, playsWhileLoading] of cases) {
    it(`${tag}: ${streams.join(', ')} in a ${extension}`, async () => {
      await using place = await folder()
      const input = await make(join(place.path, 'clip.mp4'), [
        ...PICTURE(2),
        ...TONE(2),
        ...H264,
        '-c:a',
        'aac',
      ])
      const media = await mediaOf(input)
      const preset = PRESETS.find((one) => one.tag === tag)
      assert.ok(preset)
      const plan = planned(preset, media, undefined, input)
      assert.equal(plan.container.extension, extension)
      const path = join(place.path, `out${extension}`)
      const logged: string[] = []
      const onLog = (level: string, line: string): void => void (level === 'info' || logged.push(line))
      const outputs = [{ plan, path }]
      const outcome = await ffmpeg({ ffmpeg: found.ffmpeg, input, media, outputs }, { signal: never, onLog })
      assert.equal(outcome.ended, 'done', JSON.stringify(outcome))
      assert.deepEqual(logged, [])
      const made = await mediaOf(path)
      const isPicture = plan.container.muxer === 'image2'
      if (!isPicture) assert.ok(Math.abs((made.durationS ?? 0) - 2) < 0.1, `${made.durationS} s`)
      assert.deepEqual(made.streams.filter(({ type }) => type !== 'other').map(described), streams)
      const boxes = await atoms(path)
      assert.equal(boxes.indexOf('moov') < boxes.indexOf('mdat'), playsWhileLoading, boxes.join(' '))
    })
  }
})

function described(stream: Media['streams'][number]): string {
  switch (stream.type) {
    case 'video':
      return `${stream.codec} ${stream.pixelFormat} ${stream.width}×${stream.height}`
    case 'audio':
      return `${stream.codec} ${stream.channels}`
    case 'other':
      return stream.kind
  }
}
