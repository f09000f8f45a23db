import assert from 'node:assert/strict'
import { frameSizeOf, layoutMask, profileOf } from '../../../../tasks/ffmpeg/shape/codes.ts'
import { bytesOf } from '../../../../tasks/ffmpeg/shape/facts.ts'
import { mimeOf, mimeOfName } from '../../../../tasks/ffmpeg/shape/mime.ts'
import { bitsOf } from '../../../../tasks/ffmpeg/shape/pixels.ts'

describe('the numbers of shapes', () => {
  // biome-ignore format: a table
  const layouts: readonly (readonly [layout: string | undefined, mask: number])[] = [
    ['mono', 4], ['stereo', 3], ['2.1', 11], ['5.1', 0x3f], ['5.1(side)', 0x60f], ['7.1', 0x63f], ['downmix', 0x6000_0000],
    ['FL+FR+LFE', 11], ['2 channels (FL+FC)', 5], ['ambisonic 1', 0], ['unknown', 0], ['toString', 0], [undefined, 0],
  ]
  for (const [layout, mask] of layouts)
    it(`the layout ${layout} is ${mask}`, () => assert.equal(layoutMask(layout), mask))

  // biome-ignore format: a table
  const profiles: readonly (readonly [codec: string, profile: string | undefined, number: number | undefined])[] = [
    ['h264', 'High', 100], ['h264', 'Main', 77], ['h264', 'Constrained Baseline', 578], ['aac', 'LC', 1], ['aac', 'HE-AAC', 4],
    ['hevc', 'Main 10', 2], ['prores', 'HQ', 3], ['mpeg2video', '4:2:2', 0], ['h264', '578', 578],
    ['h264', 'constructor', undefined], ['toString', 'Main', undefined], ['aac', undefined, undefined],
  ]
  for (const [codec, profile, number] of profiles)
    it(`the profile ${profile} of ${codec} is ${number}`, () =>
      assert.equal(profileOf(codec, profile), number))

  // biome-ignore format: a table
  const formats: readonly (readonly [format: string | undefined, depth: number | undefined, perPixel: number | undefined])[] = [
    ['yuv420p', 8, 12], ['yuvj420p', 8, 12], ['yuv422p10le', 10, 20], ['yuva444p12le', 12, 48], ['yuv411p', 8, 12],
    ['rgb24', 8, 24], ['rgb48be', 16, 48], ['bgra', 8, 32], ['gray', 8, 8], ['gray16le', 16, 16], ['gbrp10le', 10, 30],
    ['nv12', 8, 12], ['p010le', 10, 15], ['pal8', undefined, undefined], [undefined, undefined, undefined],
  ]
  for (const [format, depth, perPixel] of formats)
    it(`a pixel of ${format} has ${perPixel} bits`, () =>
      assert.deepEqual(bitsOf(format), depth === undefined ? undefined : { depth, perPixel }))

  it('a packet of AAC has 1024 samples, of PCM one', () => {
    assert.deepEqual(['aac', 'pcm_s24le', 'opus'].map(frameSizeOf), [1_024, 1, undefined])
  })

  it('bytes are those of the dump, without its characters', () => {
    const dump =
      '\n00000000: 0142 c01e ffe1 0010 6742 c01e 0000 0102  .B......gB...ad \n00000010: abcd ef00                                ab12\n'
    assert.equal(bytesOf(dump), '0142C01EFFE100106742C01E00000102ABCDEF00')
    assert.equal(bytesOf('\n'), undefined)
  })
})

describe('the media type of a shape', () => {
  // biome-ignore format: a table
  const rows: readonly (readonly [format: string, brand: string | undefined, video: string, audio: string, mime: string])[] = [
    ['mov,mp4,m4a,3gp,3g2,mj2', 'isom', 'h264',       'aac',       'video/mp4'],
    ['mov,mp4,m4a,3gp,3g2,mj2', 'qt  ', 'prores',     'pcm_s24le', 'video/quicktime'],
    ['mov,mp4,m4a,3gp,3g2,mj2', 'M4A ', '',           'aac',       'audio/mp4'],
    ['mxf',                     undefined, 'mpeg2video', 'pcm_s24le', 'video/x-mxf-mpeg2video-pcm_s24le'],
    ['mxf',                     undefined, 'mpeg2video', '',       'video/x-mxf-mpeg2video'],
    ['matroska,webm',           undefined, 'vp9',     'opus',      'video/webm'],
    ['matroska,webm',           undefined, 'h264',    'opus',      'video/x-matroska'],
    ['wav',                     undefined, '',        'pcm_s16le', 'audio/x-wav'],
    ['mpegts',                  undefined, 'h264',    'mp2',       'video/mp2t'],
    ['mp3',                     undefined, '',        'mp3',       'audio/mpeg'],
    ['constructor',             undefined, 'h264',    '',          'unknown'],
  ]
  for (const [format, brand, video, audio, mime] of rows)
    it(`of ${format} with ${[video, audio].filter(Boolean).join(' and ')} is ${mime}`, () => {
      const streams = { video: video ? [video] : [], audio: audio ? [audio] : [] }
      assert.equal(mimeOf(format, brand, streams), mime)
    })

  it('without streams follows the name', () => {
    assert.deepEqual(['A.SRT', 'a.txt', 'a.vtt', 'a', 'a.blob'].map(mimeOfName), [
      ...['text/plain', 'text/plain', 'text/vtt', 'unknown', 'unknown'],
    ])
  })
})
