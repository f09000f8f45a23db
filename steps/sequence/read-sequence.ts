/** Reads a SequenceDocument as the draft of a sequence. Pure. */
import { readJson } from '../../schema/codec/json/json.ts'
import { Malformed } from '../../schema/codec/malformed.ts'
import { readXml } from '../../schema/codec/xml/xml.ts'
import { SequenceDocument } from '../../schema/documents/sequence.ts'
import type { Draft, DraftLane, DraftPiece, UnusableDraft } from './draft.ts'
import type { SourceNames } from './source-names.ts'

type Track = SequenceDocument['track'][number]
type Segment = Track['segment'][number]

interface NamedTrack extends Track {
  /** As people find it in the document: `track 2`. */
  readonly name: string
  readonly pieces: readonly DraftPiece[]
}

/** `text` is XML or JSON. */
export function readSequence(text: string, name: string, names: SourceNames): Draft | UnusableDraft {
  try {
    const read = text.trimStart().startsWith('<') ? readXml : readJson
    return draftOf(read(SequenceDocument, text), name, names)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return { refused: error.message }
  }
}

function draftOf({ track }: SequenceDocument, name: string, names: SourceNames): Draft | UnusableDraft {
  const tracks: NamedTrack[] = []
  for (const [at, one] of track.entries()) {
    const pieces = piecesOf(one, `track ${at + 1}`, names)
    if ('refused' in pieces) return pieces
    tracks.push({ ...one, name: `track ${at + 1}`, pieces })
  }
  const [picture, second] = tracks.filter(({ audio }) => audio !== true)
  if (!tracks.some(({ pieces }) => pieces.length > 0)) return { refused: 'track: has no segments' }
  if (second) return { refused: `${second.name}: expected one track with a picture, got another` }
  const other = picture?.segment.find(({ sourceTrack = 1 }) => sourceTrack !== 1)
  if (picture && other)
    return { refused: `${picture.name}: sourceTrack: expected 1 for a picture, got ${other.sourceTrack}` }
  const audio = lanesOf(tracks.filter((one) => one.audio === true && one.pieces.length > 0))
  return 'refused' in audio ? audio : { name, video: picture?.pieces ?? [], audio, overlays: [] }
}

function piecesOf(
  { segment, transition = [] }: Track,
  name: string,
  names: SourceNames,
): readonly DraftPiece[] | UnusableDraft {
  if (transition.length > 0)
    return {
      refused: `${name}: transition: is kept, but not rendered; dissolves are those of an edit decision list`,
    }
  const pieces: (DraftPiece & { readonly start: number })[] = []
  for (const [at, one] of segment.entries()) {
    const piece = pieceOf(one, `${name}: segment ${at + 1}`, names)
    if ('refused' in piece) return piece
    pieces.push({ ...piece, start: secondsOf(one.in) ?? 0 })
  }
  return pieces.toSorted((one, later) => one.start - later.start).map(({ start, ...piece }) => piece)
}

function pieceOf(segment: Segment, name: string, names: SourceNames): DraftPiece | UnusableDraft {
  const { item } = segment
  const uri = names.get(item) ?? (/^(file:|\/)/.test(item) ? item : undefined)
  if (uri === undefined)
    return { refused: `${name}: item: “${item}” is neither a URI nor among the names in sources` }
  const times: number[] = []
  for (const key of ['in', 'out', 'sourceIn', 'sourceOut'] as const) {
    const seconds = secondsOf(segment[key])
    if (seconds === undefined) return { refused: `${name}: ${key}: expected a time from zero` }
    times.push(seconds)
  }
  const [on = 0, off = 0, from = 0, to = 0] = times
  return {
    ...{ name, uri, from: { seconds: from }, to: { seconds: to } },
    record: { from: { seconds: on }, to: { seconds: off } },
  }
}

function secondsOf({ samples, timeBase: { numerator, denominator } }: Segment['in']): number | undefined {
  return samples < 0 || numerator < 1 || denominator < 1 ? undefined : (samples * numerator) / denominator
}

const AUDIO =
  'expected tracks of sound that are alike but for sourceTrack 1, 2, …; or two, of sourceTrack 1 and 2'

/** Tracks that are alike are one with all channels; two that differ are the sides of the output. */
function lanesOf(tracks: readonly NamedTrack[]): readonly DraftLane[] | UnusableDraft {
  const numbers = tracks.map(({ segment }) => [...new Set(segment.map(({ sourceTrack = 1 }) => sourceTrack))])
  const wrong = numbers.findIndex((of, at) => of.length !== 1 || of[0] !== at + 1)
  if (wrong >= 0) return { refused: `${tracks[wrong]?.name}: sourceTrack: ${AUDIO}` }
  const [first, second] = tracks
  if (!first) return []
  if (tracks.every((one) => cutOf(one) === cutOf(first))) return [{ pieces: first.pieces }]
  if (!second || tracks.length > 2) return { refused: `${tracks[2]?.name}: ${AUDIO}` }
  return [first, second].map(({ pieces }, channel) => ({ pieces, channel }))
}

function cutOf({ pieces }: NamedTrack): string {
  return JSON.stringify(pieces.map(({ name, ...piece }) => piece))
}
