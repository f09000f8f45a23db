/** Reads a ConformRequestDocument as the draft of a sequence. Pure. */
import { readJson } from '../../../schema/codec/json/json.ts'
import { Malformed } from '../../../schema/codec/malformed.ts'
import { readXml } from '../../../schema/codec/xml/xml.ts'
import { ConformRequestDocument } from '../../../schema/documents/conform-request.ts'
import type { FrameRate } from '../../../tasks/ffmpeg/source/stream-times.ts'
import { type Draft, type DraftPiece, isRate, type UnusableDraft } from '../draft.ts'
import type { SourceNames } from '../source-names.ts'
import { type Conform, secondsOf, sourceUri } from './points.ts'
import { overlaysOf } from './read-overlays.ts'

/** `text` is XML or JSON. */
export function readConform(text: string, name: string, names: SourceNames): Draft | UnusableDraft {
  try {
    const read = text.trimStart().startsWith('<') ? readXml : readJson
    return draftOf(read(ConformRequestDocument, text), name, names)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return { refused: error.message }
  }
}

function draftOf(
  { conform, metadata }: ConformRequestDocument,
  name: string,
  names: SourceNames,
): Draft | UnusableDraft {
  if (metadata !== undefined) return { refused: 'metadata: there is no item that could have it' }
  if (conform.timeline.segment.length === 0) return { refused: 'timeline: has no segments' }
  const rate = rateOf(conform.timeBase)
  if (rate && !isRate(rate))
    return { refused: 'timeBase: expected the duration of a frame, 1/240 to 1 second' }
  const pieces: DraftPiece[] = []
  for (const [at, segment] of conform.timeline.segment.entries()) {
    const piece = pieceOf(segment, `segment ${at + 1}`, conform, names)
    if ('refused' in piece) return piece
    pieces.push(piece)
  }
  const overlays = overlaysOf(conform, names)
  if ('refused' in overlays) return overlays
  return { name, video: pieces, audio: [{ pieces }], overlays, ...(rate && { rate }) }
}

function rateOf(base: Conform['timeBase']): FrameRate | undefined {
  return base && { frames: base.denominator, seconds: base.numerator }
}

type Segment = Conform['timeline']['segment'][number]

function pieceOf(
  { source, destination }: Segment,
  name: string,
  conform: Conform,
  names: SourceNames,
): DraftPiece | UnusableDraft {
  const uri = sourceUri(source, `${name}: source`, names)
  if (typeof uri !== 'string') return uri
  const from = secondsOf(source.interval?.start, conform, `${name}: source.interval.start`)
  const to = secondsOf(source.interval?.end, conform, `${name}: source.interval.end`)
  const start = secondsOf(destination?.interval.start, conform, `${name}: destination.interval.start`)
  const end = secondsOf(destination?.interval.end, conform, `${name}: destination.interval.end`)
  for (const one of [from, to, start, end]) if (one && 'refused' in one) return one
  const given = (time: typeof from) => (time && 'seconds' in time ? time : undefined)
  const [first, last, on, off] = [given(from), given(to), given(start), given(end)]
  return {
    ...{ name, uri },
    ...(first && { from: first }),
    ...(last && { to: last }),
    ...(on && { record: { from: on, ...(off && { to: off }) } }),
  }
}
