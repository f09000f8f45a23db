/** Divides a long sequence into chunks that are rendered one after the other. Pure. */
import { lengthOf, type Piece, type Sequence, secondsOf, startsOf } from './sequence.ts'

/** Files that one run opens at once: each takes a decoder, its threads and its memory. */
export const MOST_INPUTS = 32

/** How many pieces a sequence may have: chunks are pieces of the last run. */
export const MOST_PIECES = MOST_INPUTS * MOST_INPUTS

/**
 * One chunk if the sequence is short. Chunks end at cuts of the picture. Undefined if more pieces in a row
 * dissolve into each other than one run can open.
 */
export function chunksOf(sequence: Sequence, most = MOST_INPUTS): readonly Sequence[] | undefined {
  if (piecesIn(sequence) <= most) return [sequence]
  const total = Math.max(lengthOf(sequence.video), ...sequence.audio.map(({ pieces }) => lengthOf(pieces)))
  const lanes = lanesOf(sequence)
  const cuts = [...new Set(lanes.flatMap((lane) => startsOf(lane)))]
    .filter((frame) => frame > 0 && frame < total && lanes.every((lane) => isCut(lane, frame)))
    .toSorted((one, other) => one - other)
  const chunks: Sequence[] = []
  for (let from = 0; from < total; ) {
    const ends = [...cuts.filter((frame) => frame > from), total]
    const fitting = ends.filter((to) => piecesIn(between(sequence, from, to)) <= most)
    const to = fitting.at(-1)
    if (to === undefined) return undefined
    chunks.push(between(sequence, from, to))
    from = to
  }
  return chunks
}

function lanesOf({ video, audio }: Sequence): readonly (readonly Piece[])[] {
  return [...(video.length > 0 ? [video] : []), ...audio.map(({ pieces }) => pieces)]
}

/** Those that need an input; the sound of a picture has the same. */
function piecesIn(sequence: Sequence): number {
  const keys = lanesOf(sequence).flatMap((lane) =>
    lane.flatMap(({ source, startS, frames }) =>
      source === undefined ? [] : [[source, startS, frames].join()],
    ),
  )
  return new Set(keys).size
}

/** Whether no two pieces of the lane overlap at the frame. */
function isCut(lane: readonly Piece[], frame: number): boolean {
  const starts = startsOf(lane)
  return lane.every(({ dissolve = 0 }, at) => {
    const start = starts[at] ?? 0
    return dissolve === 0 || frame < start || frame >= start + dissolve
  })
}

function between(sequence: Sequence, from: number, to: number): Sequence {
  const { rate } = sequence
  const part = (lane: readonly Piece[]) => {
    const starts = startsOf(lane)
    return lane.flatMap((piece, at): readonly Piece[] => {
      const start = starts[at] ?? 0
      const [first, last] = [Math.max(start, from), Math.min(start + piece.frames, to)]
      if (last <= first) return []
      const { dissolve, ...rest } = piece
      const startS = piece.source === undefined ? 0 : piece.startS + secondsOf(first - start, rate)
      return [{ ...rest, startS, frames: last - first, ...(dissolve && first === start && { dissolve }) }]
    })
  }
  const audio = sequence.audio.map((lane) => ({ ...lane, pieces: part(lane.pieces) }))
  return { ...sequence, video: part(sequence.video), audio, overlays: [] }
}
