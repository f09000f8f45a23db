/** SequenceDocuments: the draft that they become, and what of them is refused. */
import assert from 'node:assert/strict'
import { readSequence } from '../../../steps/sequence/read-sequence.ts'

const NAMES = new Map([['VX-1', 'file:///a.mov']])
const time = (samples: number) => ({ samples, timeBase: { numerator: 1, denominator: 25 } })

function segment(start: number, end: number, sourceIn: number, more: object = {}) {
  const [on, off] = [time(start), time(end)]
  return {
    in: on,
    out: off,
    sourceIn: time(sourceIn),
    sourceOut: time(sourceIn + end - start),
    item: 'VX-1',
    ...more,
  }
}

const read = (...track: readonly object[]) => readSequence(JSON.stringify({ track }), 'cut', NAMES)
const picture = (...segments: readonly object[]) => ({ segment: segments })
const sound = (...segments: readonly object[]) => ({ audio: true, segment: segments })

describe('A SequenceDocument', () => {
  it('is the pieces of its tracks, in their order on the time line', () => {
    const draft = read(picture(segment(50, 75, 0), segment(0, 25, 100)), sound(segment(0, 75, 0)))
    assert.ok(!('refused' in draft), JSON.stringify(draft))
    const { name, video, audio } = draft
    assert.equal(name, 'cut')
    assert.deepEqual(
      video.map(({ name: of, from, to, record }) => [of, from, to, record?.from, record?.to]),
      [
        ['track 1: segment 2', { seconds: 4 }, { seconds: 5 }, { seconds: 0 }, { seconds: 1 }],
        ['track 1: segment 1', { seconds: 0 }, { seconds: 1 }, { seconds: 2 }, { seconds: 3 }],
      ],
    )
    assert.deepEqual(
      audio.map(({ channel, pieces }) => [channel, pieces.length]),
      [[undefined, 1]],
    )
  })

  // biome-ignore format: a table
  for (const [what, second, lanes] of [
    ['alike but for their source tracks are one with all channels', segment(0, 25, 0, { sourceTrack: 2 }),  [undefined]],
    ['that differ are the sides of the output',                     segment(0, 25, 50, { sourceTrack: 2 }), [0, 1]],
  ] as const)
    it(`whose tracks of sound are ${what}`, () => {
      const draft = read(sound(segment(0, 25, 0)), sound(second))
      assert.ok(!('refused' in draft), JSON.stringify(draft))
      assert.deepEqual(draft.audio.map(({ channel }) => channel), lanes)
    })

  const one = segment(0, 25, 0)
  // biome-ignore format: a table
  for (const [why, ...tracks] of [
    [/^track: has no segments/, picture()],
    [/^track 2: expected one track with a picture/, picture(one), picture(one)],
    [/^track 1: sourceTrack: expected 1 for a picture, got 2/, picture({ ...one, sourceTrack: 2 })],
    [/^track 1: transition: is kept, but not rendered/, { ...picture(one), transition: [{ transition: 'wipe', wipe: 1 }] }],
    [/^track 1: segment 1: item: “VX-2” is neither a URI nor/, picture({ ...one, item: 'VX-2' })],
    [/^track 1: segment 1: sourceIn: expected a time from zero/, picture({ ...one, sourceIn: time(-1) })],
    [/^track 1: sourceTrack: expected tracks of sound that are alike/, sound({ ...one, sourceTrack: 2 })],
    [/segment\[0\]\.out/, picture({ ...one, out: undefined })],
  ] as const)
    it(`is refused: ${why}`, () => {
      const draft = read(...tracks)
      assert.match('refused' in draft ? draft.refused : 'accepted', why)
    })
})
