/** A sequence as a document describes it, before its sources are known. */
import type { FrameRate } from '../../tasks/ffmpeg/source/stream-times.ts'

/** Seconds from the start of its source; or an SMPTE time code, counted as the source counts. */
export type DraftTime = { readonly seconds: number } | { readonly smpte: string }

export interface DraftPiece {
  /** As people find it in the document: `segment 3`, `event 004`. */
  readonly name: string
  /** Undefined for black or silence. */
  readonly uri?: string
  /** Default: the start of the source. */
  readonly from?: DraftTime
  /** Default: its end. */
  readonly to?: DraftTime
  /** Where it goes on the time line. Default: after the piece before. */
  readonly record?: { readonly from: DraftTime; readonly to?: DraftTime }
  /** Frames for which it goes on after `to`, below the piece that follows. */
  readonly tail?: number
  /** Frames for which the piece before dissolves into it. */
  readonly dissolve?: number
}

export interface DraftLane {
  readonly pieces: readonly DraftPiece[]
  readonly channel?: number
}

export interface Draft {
  /** Of the files that it makes, without extension. */
  readonly name: string
  /** Default: that of the first picture. */
  readonly rate?: FrameRate
  /** The time code at which the time line begins; default: that of its first piece. */
  readonly isDrop?: boolean
  readonly video: readonly DraftPiece[]
  readonly audio: readonly DraftLane[]
  readonly overlays: readonly DraftOverlay[]
}

interface DraftShown {
  readonly name: string
  readonly fromS?: number
  readonly toS?: number
  readonly opacity: number
}

export type DraftOverlay = DraftShown &
  (
    | { readonly is: 'picture'; readonly uri: string; readonly x: number; readonly y: number }
    | {
        readonly is: 'text'
        readonly lines: readonly string[]
        readonly font: string
        readonly x: string
        readonly y: string
        readonly size: string
        readonly color: string
        readonly outline?: { readonly width: number; readonly color: string }
      }
  )

/** Why a document cannot be used, with the place in it. */
export interface UnusableDraft {
  readonly refused: string
}

/** The URIs of all sources, each once, in the order of their first use. */
export function urisOf({ video, audio, overlays }: Draft): readonly string[] {
  const pieces = [...video, ...audio.flatMap(({ pieces }) => pieces)]
  const uris = [
    ...pieces.map(({ uri }) => uri),
    ...overlays.map((one) => (one.is === 'picture' ? one.uri : undefined)),
  ]
  return [...new Set(uris.filter((uri) => uri !== undefined))]
}

/** The name of the first piece that uses the URI. */
export function userOf(uri: string, { video, audio, overlays }: Draft): string {
  const all = [
    ...video,
    ...audio.flatMap(({ pieces }) => pieces),
    ...overlays.filter((one) => one.is === 'picture'),
  ]
  return all.find((one) => one.uri === uri)?.name ?? uri
}

/** `25`, `29.97`, `30000/1001`. */
export function rateFrom(text: string): FrameRate | undefined {
  const usual = NAMED[text]
  if (usual) return { frames: usual, seconds: 1_001 }
  const [, frames, seconds = '1'] = /^(\d{1,6})(?:\/(\d{1,4}))?$/.exec(text) ?? []
  const rate = { frames: Number(frames), seconds: Number(seconds) }
  return frames !== undefined && isRate(rate) ? rate : undefined
}

export function isRate({ frames, seconds }: FrameRate): boolean {
  return frames > 0 && seconds > 0 && frames / seconds >= 1 && frames / seconds <= 240
}

const NAMED: Readonly<Record<string, number>> = {
  '23.976': 24_000,
  '23.98': 24_000,
  '29.97': 30_000,
  '59.94': 60_000,
}
