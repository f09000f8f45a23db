import assert from 'node:assert/strict'
import { timesOf } from '../../../steps/thumbnails/thumbnail-plan.ts'
import { timeCodesOf } from '../../../steps/thumbnails/time-codes.ts'
import type { Media } from '../../../tasks/ffmpeg/media.ts'

describe('time codes', () => {
  // biome-ignore format: a table
  const rows: readonly (readonly [text: string, times: readonly (readonly [text: string, seconds: number])[] | string])[] = [
    ['',                   []],
    ['0@50',               [['0@50', 0]]],
    ['62@25',              [['62@25', 2.48]]],
    ['50@PAL',             [['50@PAL', 2]]],
    ['30000@NTSC',         [['30000@NTSC', 1001]]],
    ['60@NTSC30',          [['60@NTSC30', 2]]],
    ['30000@30000:1001',   [['30000@30000:1001', 1001]]],
    ['2.3',                [['2300@1000', 2.3]]],
    ['1, 2@1\n3',          [['1000@1000', 1], ['2@1', 2], ['3000@1000', 3]]],
    ['1 -1',               '-1'],
    ['1@0',                '1@0'],
    ['1@25:0',             '1@25:0'],
    ['1@X',                '1@X'],
    ['00:00:01:00',        '00:00:01:00'],
    ['1e3',                '1e3'],
  ]
  for (const [text, times] of rows) {
    it(`are read from ${JSON.stringify(text)} as ${JSON.stringify(times)}`, () => {
      const read = timeCodesOf(text)
      assert.deepEqual('wrong' in read ? read.wrong : read.map((one) => [one.text, one.seconds]), times)
    })
  }
})

describe('the times of thumbnails', () => {
  const video: Media['streams'] = [
    {
      ...{ type: 'video', index: 0, codec: 'h264', width: 320, height: 240, durationS: undefined },
      ...{ frameRate: undefined, pixelFormat: 'yuv420p', rotation: 0 },
    },
  ]
  const media = (durationS: number | undefined, streams = video): Media => ({
    ...{ format: 'mov', durationS, sizeBytes: 1, bitRate: 1, streams },
  })

  // biome-ignore format: a table
  const rows: readonly (readonly [of: Media, asked: string | undefined, times: readonly string[] | string])[] = [
    [media(10),        undefined,  ['2500@1000']],
    [media(10),        '',         ['2500@1000']],
    [media(undefined), undefined,  ['0@1000']],
    [media(undefined), '0@25',     ['0@25']],
    [media(10),        '0 9.999',  ['0@1000', '9999@1000']],
    [media(10),        '250@25',   'thumbnailTimeCodes: 250@25 is not before the end of the video at 10 s'],
    [media(10),        'x',        'thumbnailTimeCodes: “x” is not a time code'],
    [media(10, []),    undefined,  '/clip.mov has no video stream'],
  ]
  for (const [of, asked, times] of rows) {
    it(`for ${of.durationS} s and ${asked ?? 'no request'} are ${JSON.stringify(times)}`, () => {
      const metadata = asked === undefined ? {} : { thumbnailTimeCodes: asked }
      const found = timesOf({ path: '/clip.mov', media: of }, metadata)
      assert.deepEqual('refused' in found ? found.refused : found.map(({ text }) => text), times)
    })
  }
})
