/** What ffmpeg says of packets and frames that it could not decode. */
import assert from 'node:assert/strict'
import { damageCounter } from '../../../tasks/ffmpeg/damage.ts'

describe('The damage counts', () => {
  // biome-ignore format: a table
  const rows = [
    ['a packet that was not decoded',        '[vist#0:1/h264 @ 0x55] [dec:h264 @ 0x56] [error] Error submitting packet to decoder: Invalid data found', { 1: { lost: 1, corrupt: 0 } }],
    ['a frame that was not decoded',         '[vist#0:0/h264 @ 0x55] [dec:h264 @ 0x56] [error] Decoding error: Invalid data found when processing input', { 0: { lost: 1, corrupt: 0 } }],
    ['audio likewise',                       '[aist#0:2/aac @ 0x55] [dec:aac @ 0x56] [error] Error submitting packet to decoder: Invalid data found', { 2: { lost: 1, corrupt: 0 } }],
    ['a frame with errors',                  '[vist#0:0/h264 @ 0x55] [dec:h264 @ 0x56] [warning] corrupt decoded frame', { 0: { lost: 0, corrupt: 1 } }],
    ['what ffmpeg 5 says of a packet',       '[error] Error while decoding stream #0:3: Invalid data found when processing input', { 3: { lost: 1, corrupt: 0 } }],
    ['what ffmpeg 5 says of a frame',        '[warning] h264.mp4: corrupt decoded frame in stream 0', { 0: { lost: 0, corrupt: 1 } }],
    ['nothing of what the decoder tells',    '[h264 @ 0x55] [error] error while decoding MB 12 3, bytestream -5', {}],
    ['nothing of the encoder',               '[aost#0:1/aac @ 0x55] [error] Error submitting a packet to the muxer', {}],
  ] as const
  for (const [what, line, expected] of rows)
    it(what, () => {
      const { take, damage } = damageCounter()
      take(line)
      assert.deepEqual(damage(), expected)
    })

  it('all of a stream together', () => {
    const { take, damage } = damageCounter()
    for (const [, line] of rows) take(line)
    assert.deepEqual(damage()[0], { lost: 1, corrupt: 2 })
  })
})
