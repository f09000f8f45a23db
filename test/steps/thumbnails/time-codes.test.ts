import assert from 'node:assert/strict'
import { timeCodesOf } from '../../../steps/thumbnails/time-codes.ts'

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
