import assert from 'node:assert/strict'
import { planOf } from '../../../web/src/detail/metadata/plan.ts'

describe('The media plan of a job', () => {
  // biome-ignore format: a table
  const rows: readonly (readonly [line: string, read: readonly (readonly [string, string, string])[]])[] = [
    ['lowres (mp4): video: 640×360, scaled from 1920×1080',             [['lowres (mp4)', 'video', '640×360, scaled from 1920×1080']]],
    ['audio (m4a): audio 2, audio 3 not taken: the preset takes the default track', [['audio (m4a)', 'audio 2, audio 3 not taken', 'the preset takes the default track']]],
    ['original (mkv): subtitle: copied',                               [['original (mkv)', 'subtitle', 'copied']]],
    ['not a line of a plan',                                           []],
  ]
  for (const [value, read] of rows)
    it(`is read from “${value}”`, () =>
      assert.deepEqual(
        planOf({ data: [{ key: 'mediaPlan', value }] }).map(({ rendition, stream, what }) => [
          rendition,
          stream,
          what,
        ]),
        read,
      ))

  it('has all lines, and none of a job without a plan', () => {
    const value = rows.map(([line]) => line).join('\n')
    assert.equal(planOf({ data: [{ key: 'mediaPlan', value }] }).length, 3)
    assert.deepEqual(planOf({}), [])
  })
})
