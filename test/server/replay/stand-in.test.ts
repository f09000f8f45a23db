/** Stand-ins for sources: made by ffmpeg from a probe, and probed again. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { differences } from '../../../server/replay/stand-in/differences.ts'
import { makeStandIn, makeUnreadable } from '../../../server/replay/stand-in/make.ts'
import { muxerOf } from '../../../server/replay/stand-in/plan.ts'
import { probe } from '../../../tasks/ffmpeg/ffprobe.ts'
import type { Audio, Media, OtherStream, Video } from '../../../tasks/ffmpeg/media.ts'
import { programs } from '../../tasks/machine.ts'

const video: Video = {
  ...{ type: 'video', index: 0, codec: 'h264', width: 320, height: 180, pixelFormat: 'yuv420p' },
  ...{ frameRate: { frames: 25, seconds: 1 }, rotation: 0, durationS: 1, isDefault: true },
}
const audio: Audio = {
  ...{ type: 'audio', index: 1, codec: 'aac', channels: 2, layout: 'stereo', sampleRate: 48_000 },
  ...{ durationS: 1, isDefault: true },
}
const media = (format: string, streams: Media['streams'], more: Partial<Media> = {}): Media => {
  return { format, durationS: 1, sizeBytes: 1, bitRate: 1, streams, ...more }
}
const MOV = 'mov,mp4,m4a,3gp,3g2,mj2'

describe('A stand-in', function () {
  this.timeout(20_000)
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callsheet-stand-in-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  const standIn = async (seen: Media, name: string, mostS = 60) =>
    makeStandIn(seen, {
      path: join(folder, name),
      mostS,
      programs: await programs(),
      signal: AbortSignal.timeout(15_000),
    })
  const other: OtherStream = { type: 'other', index: 2, kind: 'subtitle', codec: 'mov_text' }
  const pcm: Audio = { ...audio, index: 1, codec: 'pcm_s24le', channels: 1, layout: 'mono', language: 'ger' }
  const prores: Video = {
    ...video,
    codec: 'prores',
    pixelFormat: 'yuv422p10le',
    frameRate: { frames: 30_000, seconds: 1_001 },
  }

  // biome-ignore format: a table
  for (const [name, seen, expected] of [
    ['web.mp4',   media(MOV, [video, audio]),                                       []],
    ['master.mov', media(MOV, [prores, pcm], { startTimeCode: '10:00:00;00' }),      []],
    ['phone.mov', media(MOV, [{ ...video, rotation: 90 }], { brand: 'qt  ' }),        []],
    ['subs.mp4',  media(MOV, [video, audio, other]),                                ['stream 2 (mov_text) is missing']],
    ['sound.wav', media('wav', [{ ...pcm, index: 0, codec: 'pcm_s16le' }]),          ['stream 0 has language none instead of ger']],
  ] as const)
    it(`of ${name}: ${expected.join(', ') || 'the same in every respect'}`, async () => {
      const found = await standIn(seen, name)
      const known = found.filter((one) => !/isDefault|layout/.test(one))
      assert.deepEqual(known, expected)
    })

  it('is as long as wanted at most', async () => {
    const found = await standIn(media(MOV, [{ ...video, durationS: 9 }], { durationS: 9 }), 'short.mp4', 1)
    assert.deepEqual(found, [
      'the file has durationS 1 instead of 9',
      'stream 0 has durationS 1 instead of 9',
    ])
  })

  it('says what ffmpeg says if none can be made', () =>
    assert.rejects(
      standIn(media(MOV, [{ ...video, codec: 'cinepak9' }]), 'no.mp4'),
      /^Error: no stand-in for no\.mp4 can be made: .*cinepak9/,
    ))

  it('for a file that cannot be read cannot be read either', async () => {
    const path = join(folder, 'bad.mp4')
    await makeUnreadable(path, 10_000)
    const { ffprobe } = await programs()
    const probed = await probe(path, { ffprobe, signal: AbortSignal.timeout(10_000) })
    assert.equal(probed.ended, 'bad-input')
  })

  for (const [format, name, muxer] of [
    [MOV, 'a.mov', 'mov'],
    [MOV, 'a.mp4', 'mp4'],
    ['matroska,webm', 'a.webm', 'webm'],
    ['matroska,webm', 'a.mkv', 'matroska'],
    ['png_pipe', 'a.png', 'image2'],
    ['mpegts', 'a.ts', 'mpegts'],
    ['aac', 'a.aac', 'adts'],
  ] as const)
    it(`of ${name} is written as ${muxer}`, () =>
      assert.equal(muxerOf({ ...media(format, []) }, name), muxer))

  it('differs in what is said: colors, sizes of pictures, streams', () => {
    const seen = media(MOV, [{ ...video, width: 640, color: { matrix: 'bt709' } }, audio])
    assert.deepEqual(differences(seen, media(MOV, [video])), [
      'stream 0 has width 320 instead of 640',
      'stream 0 has color.matrix none instead of bt709',
      'stream 1 is missing',
    ])
  })
})
