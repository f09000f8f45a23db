/** How long sequences are divided into chunks, which together are the same sequence. */
import assert from 'node:assert/strict'
import { chunksOf } from '../../../../tasks/ffmpeg/sequence/chunks.ts'
import { lengthOf, type Piece, type Sequence } from '../../../../tasks/ffmpeg/sequence/sequence.ts'

const piece = (startS: number, frames: number, dissolve = 0): Piece => ({
  ...{ name: '', source: 0, startS, frames },
  ...(dissolve > 0 && { dissolve }),
})

function sequence(video: readonly Piece[], sound: readonly Piece[] = video): Sequence {
  const rate = { frames: 25, seconds: 1 }
  return { name: '', rate, sources: [], video, audio: [{ pieces: sound }], overlays: [] }
}

const said = (pieces: readonly Piece[]) =>
  pieces
    .map(({ startS, frames, dissolve }) => `${startS * 25}+${frames}${dissolve ? `x${dissolve}` : ''}`)
    .join(' ')

describe('A sequence', () => {
  // biome-ignore format: a table
  for (const [what, whole, most, chunks] of [
    ['is one chunk if it is short',                  sequence([piece(0, 10), piece(4, 10)]), 2, ['0+10 100+10']],
    ['is divided at cuts',                           sequence([piece(0, 10), piece(4, 10), piece(8, 10)]), 2, ['0+10 100+10', '200+10']],
    ['is not divided in a dissolve',                 sequence([piece(0, 10), piece(4, 10), piece(8, 15, 5), piece(2, 10)]), 2, ['0+10', '100+10 200+15x5', '50+10']],
    ['is divided in the middle of a longer sound',   sequence([piece(0, 10), piece(4, 10)], [piece(8, 20)]), 2, ['0+10', '100+10']],
    ['cannot be divided where all dissolves',        sequence([piece(0, 10), piece(4, 10, 5), piece(8, 10, 5)]), 2, undefined],
  ] as const)
    it(what, () => {
      const made = chunksOf(whole, most)
      assert.deepEqual(made?.map(({ video }) => said(video)), chunks)
      if (!made) return
      const total = (of: (one: Sequence) => readonly Piece[]) => made.reduce((sum, one) => sum + lengthOf(of(one)), 0)
      assert.equal(total(({ video }) => video), lengthOf(whole.video))
      assert.equal(total(({ audio }) => audio[0]?.pieces ?? []), lengthOf(whole.audio[0]?.pieces ?? []))
    })
})
