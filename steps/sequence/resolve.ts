/** Turns the draft of a sequence into frames, once its sources are known. Pure. */
import { audioOf, type Media, videoOf } from '../../tasks/ffmpeg/media.ts'
import { isStill } from '../../tasks/ffmpeg/picture/frame.ts'
import type { SourceFile } from '../../tasks/ffmpeg/plan/rendition.ts'
import { constantRateFor } from '../../tasks/ffmpeg/plan/video/frame-rate.ts'
import {
  type Lane,
  lengthOf,
  type Overlay,
  type Piece,
  type Sequence,
} from '../../tasks/ffmpeg/sequence/sequence.ts'
import { frameClock } from '../../tasks/ffmpeg/source/smpte.ts'
import type { FrameRate } from '../../tasks/ffmpeg/source/stream-times.ts'
import { type Draft, type DraftPiece, type DraftTime, rateFrom, type UnusableDraft } from './draft.ts'

/** A source by the URI that the draft names. */
export interface SequenceSource extends SourceFile {
  readonly uri: string
}

export function resolved(draft: Draft, sources: readonly SequenceSource[]): Sequence | UnusableDraft {
  const rate = draft.rate ?? rateOfFirst(draft, sources)
  if (!rate) return { refused: 'frameRate: no source has a picture whose rate the output could have' }
  const setting = { rate, sources, isDrop: draft.isDrop ?? false, begin: beginOf(draft) }
  const video = laneOf(draft.video.some((piece) => has(piece, sources, 'video')) ? draft.video : [], setting)
  if ('refused' in video) return video
  const audio: Lane[] = []
  for (const { pieces, ...lane } of draft.audio) {
    const made = laneOf(pieces, setting)
    if ('refused' in made) return made
    if (pieces.some((piece) => has(piece, sources, 'audio'))) audio.push({ ...lane, pieces: made })
  }
  if (video.length + audio.length === 0) return { refused: 'no source has video or audio' }
  const overlays = overlaysOf(draft, sources, rate, lengthOf(video))
  if ('refused' in overlays) return overlays
  const most = Math.max(lengthOf(video), ...audio.map(({ pieces }) => lengthOf(pieces)))
  return {
    ...{ name: draft.name, rate, sources, overlays },
    video: video.length > 0 ? filled(video, most) : [],
    audio: audio.map(({ pieces, ...lane }) => ({ ...lane, pieces: filled(pieces, most) })),
  }
}

/** Black or silent until all lanes end. */
function filled(pieces: readonly Piece[], most: number): readonly Piece[] {
  const frames = most - lengthOf(pieces)
  return frames > 0 ? [...pieces, { name: 'the end', startS: 0, frames }] : pieces
}

function rateOfFirst({ video }: Draft, sources: readonly SequenceSource[]): FrameRate | undefined {
  for (const { uri } of video) {
    const media = sources.find((source) => source.uri === uri)?.media
    const stream = media && videoOf(media)
    if (!media || !stream || isStill(media)) continue
    return stream.isVariable || !stream.frameRate ? rateFrom(constantRateFor(stream)) : stream.frameRate
  }
  return { frames: 25, seconds: 1 }
}

function has({ uri }: DraftPiece, sources: readonly SequenceSource[], type: 'video' | 'audio'): boolean {
  const media = sources.find((source) => source.uri === uri)?.media
  return media !== undefined && (type === 'video' ? videoOf(media) !== undefined : audioOf(media).length > 0)
}

interface Setting {
  readonly rate: FrameRate
  readonly sources: readonly SequenceSource[]
  readonly isDrop: boolean
  /** The SMPTE time code at which the time line begins. */
  readonly begin: string | undefined
}

/** The earliest time code on the time line: all of one document count alike, so text compares. */
function beginOf({ video, audio }: Draft): string | undefined {
  const pieces = [...video, ...audio.flatMap((lane) => lane.pieces)]
  const starts = pieces.flatMap(({ record }) => (record && 'smpte' in record.from ? [record.from.smpte] : []))
  return starts.toSorted()[0]
}

function laneOf(draft: readonly DraftPiece[], setting: Setting): readonly Piece[] | UnusableDraft {
  const lane: Piece[] = []
  for (const one of draft) {
    const placed = placedAt(one, setting)
    if ('refused' in placed) return placed
    const end = lengthOf(lane)
    const { dissolve = 0 } = one
    const gap = placed.from === undefined ? 0 : placed.from + dissolve - end
    if (gap < 0)
      return {
        refused: `${one.name}: begins at frame ${placed.from}, before frame ${end - dissolve}, where the one before ends`,
      }
    if (gap > 0) lane.push({ name: `the gap before ${one.name}`, startS: 0, frames: gap })
    const piece = pieceOf(one, placed.frames, setting)
    if ('refused' in piece) return piece
    const before = lane.at(-1)
    if (dissolve > 0 && (!before || dissolve > Math.min(before.frames, piece.frames)))
      return { refused: `${one.name}: its dissolve of ${dissolve} frames is longer than what it joins` }
    lane.push({ ...piece, ...(dissolve > 0 && { dissolve }) })
  }
  return lane
}

type Placed = { readonly from?: number; readonly frames?: number }

/** In frames of the time line; `frames`: where the document says how long it is there. */
function placedAt({ name, record, tail = 0 }: DraftPiece, setting: Setting): Placed | UnusableDraft {
  if (!record) return {}
  const from = frameOf(record.from, setting)
  if (typeof from === 'string') return { refused: `${name}: ${from}` }
  if (!record.to) return { from }
  const to = frameOf(record.to, setting)
  if (typeof to === 'string') return { refused: `${name}: ${to}` }
  if (to + tail <= from) return { refused: `${name}: ends on the time line before it begins` }
  return { from, frames: to - from + tail }
}

function frameOf(time: DraftTime, { rate, begin, isDrop }: Setting): number | string {
  if ('seconds' in time) return Math.round((time.seconds * rate.frames) / rate.seconds)
  const frame = clockFrom(rate, begin, isDrop)?.frameOf(marked(time.smpte, isDrop))
  return typeof frame === 'number' ? frame : `“${time.smpte}” ${frame ?? 'is not a time code'}`
}

function clockFrom(rate: FrameRate, start: string | undefined, isDrop: boolean) {
  const video = {
    type: 'video',
    index: 0,
    codec: '',
    width: 2,
    height: 2,
    rotation: 0,
    pixelFormat: undefined,
  } as const
  return frameClock({
    ...{ format: '', durationS: undefined, sizeBytes: undefined, bitRate: undefined },
    ...(start !== undefined && { startTimeCode: marked(start, isDrop) }),
    streams: [{ ...video, frameRate: rate, durationS: undefined }],
  })
}

/** With a semicolon before the frames of a drop-frame time code. */
function marked(text: string, isDrop: boolean): string {
  return isDrop ? text.replace(/[:;](\d+)$/, ';$1') : text
}

function pieceOf(draft: DraftPiece, placed: number | undefined, setting: Setting): Piece | UnusableDraft {
  const { name, uri, from, to, tail = 0 } = draft
  const { rate, sources } = setting
  const at = sources.findIndex((source) => source.uri === uri)
  const source = sources[at]
  if (!source) return { name, startS: 0, frames: placed ?? 0 }
  const startS = from === undefined ? 0 : secondsIn(from, source, setting)
  const endS = to === undefined ? endOf(source.media) : secondsIn(to, source, setting)
  for (const one of [startS, endS])
    if (typeof one === 'string') return { refused: `${name}: ${one} (${source.path})` }
  if (typeof startS !== 'number' || typeof endS === 'string') return { refused: name }
  const asked =
    endS === undefined ? placed : Math.round(((endS - startS) * rate.frames) / rate.seconds) + tail
  if (asked === undefined) return { refused: `${name}: a still picture needs an end (${source.path})` }
  if (asked <= 0) return { refused: `${name}: ends in its source before it begins` }
  if (placed !== undefined && to !== undefined && Math.abs(placed - asked) > 1)
    return {
      refused: `${name}: lasts ${asked} frames in its source and ${placed} on the time line; changes of speed are not supported`,
    }
  const frames = placed ?? asked
  return (
    beyond(name, source, startS, (frames * rate.seconds) / rate.frames) ?? {
      name,
      source: at,
      startS,
      frames,
    }
  )
}

function secondsIn(time: DraftTime, { media }: SequenceSource, { rate, isDrop }: Setting): number | string {
  if ('seconds' in time) return time.seconds
  const clock = frameClock(media) ?? clockFrom(rate, media.startTimeCode, isDrop)
  const frame = clock?.frameOf(marked(time.smpte, isDrop))
  if (typeof frame !== 'number' || !clock) return `“${time.smpte}” ${frame ?? 'is not a time code'}`
  if (frame < 0) return `“${time.smpte}” is before the source, which begins at ${clock.textOf(0)}`
  return clock.secondsOf(frame)
}

/** Why the source does not have the piece. */
function beyond(
  name: string,
  { path, media }: SequenceSource,
  startS: number,
  lengthS: number,
): UnusableDraft | undefined {
  const endS = endOf(media)
  if (endS === undefined || startS + lengthS <= endS + TOLERANCE_S) return undefined
  const words = (seconds: number) => `${Math.round(seconds * 1_000) / 1_000} s`
  return {
    refused: `${name}: ends at ${words(startS + lengthS)} of its source, which ends at ${words(endS)} (${path})`,
  }
}

function endOf(media: Media): number | undefined {
  return isStill(media) ? undefined : media.durationS
}

/** The length that a container states can miss the end of its last frame. */
const TOLERANCE_S = 0.1

function overlaysOf(
  { overlays }: Draft,
  sources: readonly SequenceSource[],
  rate: FrameRate,
  total: number,
): readonly Overlay[] | UnusableDraft {
  const made: Overlay[] = []
  const frame = (seconds: number) => Math.round((seconds * rate.frames) / rate.seconds)
  for (const { fromS, toS, ...overlay } of overlays) {
    const when = {
      ...(fromS !== undefined && { from: frame(fromS) }),
      ...(toS !== undefined && { to: frame(toS) }),
    }
    if ((when.from ?? 0) >= Math.min(when.to ?? total, total))
      return { refused: `${overlay.name}: its interval has no frame of the sequence, which has ${total}` }
    if (overlay.is === 'text') made.push({ ...overlay, ...when })
    else {
      const { uri, ...rest } = overlay
      const source = sources.findIndex((one) => one.uri === uri)
      const media = sources[source]?.media
      if (!media || !isStill(media) || !videoOf(media))
        return { refused: `${overlay.name}: ${uri} is not a still picture` }
      made.push({ ...rest, ...when, source })
    }
  }
  return made
}
