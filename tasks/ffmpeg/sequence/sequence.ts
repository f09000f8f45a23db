/** A sequence: pieces of several sources in the order of a time line, in frames of its rate. */

import type { SourceFile } from '../plan/rendition.ts'
import type { FrameRate } from '../source/stream-times.ts'

/** What a lane shows or sounds for a while. */
export interface Piece {
  /** As people find it in the document: `segment 3`, `event 004`. */
  readonly name: string
  /** Position among the sources; undefined for black or silence. */
  readonly source?: number
  /** Seconds from the start of the source. */
  readonly startS: number
  /** Its length, with what overlaps its neighbors. */
  readonly frames: number
  /** Frames for which it overlaps the piece before, which dissolves into it. Default 0: a cut. */
  readonly dissolve?: number
}

/** One channel of sound of its own, of each source. */
export interface Lane {
  readonly pieces: readonly Piece[]
  /** Default: the track that a preset would take, with all channels. */
  readonly channel?: number
}

export interface Sequence {
  /** Of the files that it makes, without extension. */
  readonly name: string
  readonly rate: FrameRate
  readonly sources: readonly SourceFile[]
  /** Empty if it is sound alone. */
  readonly video: readonly Piece[]
  /** None if it is silent; two are the left and the right side. */
  readonly audio: readonly Lane[]
  readonly overlays: readonly Overlay[]
}

interface Shown {
  readonly name: string
  /** The first frame, and the one after the last; default: the whole sequence. */
  readonly from?: number
  readonly to?: number
  /** 0 … 1. */
  readonly opacity: number
}

export type Overlay = Shown & (PictureOverlay | TextOverlay)

/** A still picture, in pixels from the top left corner. */
interface PictureOverlay {
  readonly is: 'picture'
  readonly source: number
  readonly x: number
  readonly y: number
}

interface TextOverlay {
  readonly is: 'text'
  readonly lines: readonly string[]
  /** Path of the font. */
  readonly font: string
  /** ffmpeg's expressions. */
  readonly x: string
  readonly y: string
  readonly size: string
  /** `RRGGBB@0.5`. */
  readonly color: string
  readonly outline?: { readonly width: number; readonly color: string }
}

/** The number of frames from the start of the first to the end of the last. */
export function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { frames, dissolve = 0 }) => sum + frames - dissolve, 0)
}

/** Seconds. */
export function secondsOf(frames: number, { frames: per, seconds }: FrameRate): number {
  return (frames * seconds) / per
}

/** The first frame of each piece on the time line. */
export function startsOf(pieces: readonly Piece[]): readonly number[] {
  let end = 0
  return pieces.map(({ frames, dissolve = 0 }) => {
    const start = end - dissolve
    end = start + frames
    return start
  })
}
