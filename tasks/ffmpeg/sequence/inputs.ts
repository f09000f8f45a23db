/** Which part of which source ffmpeg reads for the pieces of a sequence. Pure. */
import { isStill } from '../picture/frame.ts'
import type { SourceFile } from '../plan/rendition.ts'
import { inputOf } from '../source/formats.ts'
import { type Piece, type Sequence, secondsOf } from './sequence.ts'

/** One `-i` of ffmpeg. */
export interface SequenceInput {
  readonly source: SourceFile
  /** Where reading begins, whole seconds from the start of the source, as no clock rounds these. */
  readonly fromS: number
  /** Undefined for a still. */
  readonly lengthS?: number
}

export interface Inputs {
  readonly inputs: readonly SequenceInput[]
  /**
   * By lane, the pictures first, then by piece: the position of its input; undefined for black or silence.
   */
  readonly of: readonly (readonly (number | undefined)[])[]
  /** By overlay: the position of its picture. */
  readonly overlays: readonly (number | undefined)[]
}

/** Picture and sound of the same part are read once. */
export function inputsOf({ video, audio, sources, rate, overlays }: Sequence): Inputs {
  const inputs: SequenceInput[] = []
  const known = new Map<string, number>()
  const positionOf = (piece: Piece, nth: number): number | undefined => {
    const source = piece.source === undefined ? undefined : sources[piece.source]
    if (!source) return undefined
    const key = [piece.source, piece.startS, piece.frames, nth].join()
    const at = known.get(key) ?? inputs.push(readFor(source, piece, secondsOf(piece.frames, rate))) - 1
    known.set(key, at)
    return at
  }
  const of = [video, ...audio.map(({ pieces }) => pieces)].map((pieces) =>
    pieces.map((piece, at) =>
      positionOf(piece, pieces.slice(0, at).filter((one) => isSame(one, piece)).length),
    ),
  )
  const pictures = overlays.map((overlay) => {
    const source = overlay.is === 'picture' ? sources[overlay.source] : undefined
    return source && inputs.push({ source, fromS: 0 }) - 1
  })
  return { inputs, of, overlays: pictures }
}

/** The same part twice in a lane is read twice: frames would wait in memory otherwise. */
function isSame(one: Piece, other: Piece): boolean {
  return one.source === other.source && one.startS === other.startS && one.frames === other.frames
}

/** From well before the piece, as a seek can land some seconds off. */
function readFor(source: SourceFile, { startS }: Piece, lengthS: number): SequenceInput {
  if (isStill(source.media)) return { source, fromS: 0 }
  const fromS = Math.max(0, Math.floor(startS - SEEK_MARGIN_S))
  return { source, fromS, lengthS: Math.ceil(startS - fromS + lengthS + AFTER_S) }
}

const SEEK_MARGIN_S = 10
/** Frames that are stored in another order than they are shown. */
const AFTER_S = 2

/** Each decoder gets two threads, as only few work at a time and each thread takes memory. */
export function inputParameters({ inputs }: Inputs): readonly string[] {
  return inputs.flatMap(({ source: { path, media }, fromS, lengthS }) => [
    ...(inputs.length > FEW ? ['-threads', '2'] : []),
    ...(fromS > 0 ? ['-ss', String(fromS)] : []),
    ...(lengthS === undefined ? [] : ['-t', String(lengthS)]),
    ...inputOf(path, media.format),
  ])
}

const FEW = 4
