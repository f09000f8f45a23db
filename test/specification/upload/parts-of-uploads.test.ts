/** What of an upload has come, and how its file is named. Pure. */
import assert from 'node:assert/strict'
import { bytesIn, isWhole, withSpan } from '../../../schema/shapes/byte-spans.ts'
import { extensionOf } from '../../../server/upload/extension.ts'

describe('Of an upload', () => {
  it('extensions of names win over types', () => {
    assert.equal(extensionOf('a.mov', 'image/jpeg'), '.mov')
    assert.equal(extensionOf('a.m/ov', 'image/jpeg; q=1'), '.jpg')
  })

  describe('in chunks: spans of bytes', () => {
    for (const [spans, added, joined] of [
      [[], [0, 3], [[0, 3]]],
      [[[0, 3]], [3, 5], [[0, 5]]],
      [
        [
          [0, 3],
          [6, 9],
        ],
        [2, 7],
        [[0, 9]],
      ],
      [
        [[6, 9]],
        [0, 2],
        [
          [0, 2],
          [6, 9],
        ],
      ],
      [[[0, 9]], [2, 3], [[0, 9]]],
    ] as const)
      it(`${JSON.stringify(spans)} and ${JSON.stringify(added)} are ${JSON.stringify(joined)}`, () =>
        assert.deepEqual(withSpan(spans, added), joined))
    it('are whole when one covers all', () => {
      assert.deepEqual(
        [
          isWhole([[0, 9]], 9),
          isWhole(
            [
              [0, 4],
              [5, 9],
            ],
            9,
          ),
          isWhole([], 9),
        ],
        [true, false, false],
      )
      assert.equal(
        bytesIn([
          [0, 4],
          [5, 9],
        ]),
        8,
      )
    })
  })
})
