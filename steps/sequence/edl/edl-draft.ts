/** Turns an edit decision list into the draft of a sequence. Pure. */
import type { Draft, DraftLane, DraftPiece, UnusableDraft } from '../draft.ts'
import type { SourceNames } from '../source-names.ts'
import { type Edit, parseEdl } from './parse-edl.ts'

export function readEdl(text: string, name: string | undefined, names: SourceNames): Draft | UnusableDraft {
  const list = parseEdl(text)
  if ('refused' in list) return list
  const { edits, isDrop, title } = list
  const missing = edits.find((edit) => !isBlack(edit) && usesOf(edit) > 0 && uriOf(edit, names) === undefined)
  if (missing) return { refused: unknownSource(missing) }
  const of = (takes: (edit: Edit) => boolean) => laneOf(edits.filter(takes), names)
  const audio = lanesOf([1, 2].map((channel) => of((edit) => edit.audio.includes(channel))))
  return { name: name ?? fileName(title), isDrop, video: of(({ video }) => video), audio, overlays: [] }
}

function usesOf({ video, audio }: Edit): number {
  return Number(video) + audio.length
}

/** Both channels alike are one track with all its channels; others are the sides of the output. */
function lanesOf([left = [], right = []]: readonly (readonly DraftPiece[])[]): readonly DraftLane[] {
  const isSame = JSON.stringify(left) === JSON.stringify(right)
  if (isSame || right.length === 0) return left.length > 0 ? [{ pieces: left }] : []
  if (left.length === 0) return [{ pieces: right, channel: 1 }]
  return [
    { pieces: left, channel: 0 },
    { pieces: right, channel: 1 },
  ]
}

/**
 * The second line of a dissolve comes in; its first line, a cut without length, says what goes out. That
 * goes on below the dissolve, or is a piece of its own.
 */
function laneOf(edits: readonly Edit[], names: SourceNames): readonly DraftPiece[] {
  const lane: DraftPiece[] = []
  const last = { reel: '', out: '' }
  for (const [at, edit] of edits.entries()) {
    const next = edits[at + 1]
    if (next && isOutgoing(edit, next)) {
      const continues = edit.reel === last.reel && edit.sourceIn === last.out && lane.length > 0
      const before = lane.at(-1)
      if (continues && before) lane[lane.length - 1] = { ...before, tail: next.dissolve }
      else if (isBlack(edit) || edit.reel !== '') lane.push(tailOf(edit, next, names))
      continue
    }
    const before = lane.at(-1)
    const hasOutgoing = isOutgoing(edits[at - 1], edit)
    if (edit.dissolve > 0 && !hasOutgoing && before)
      lane[lane.length - 1] = { ...before, tail: edit.dissolve }
    lane.push(pieceOf(edit, names))
    Object.assign(last, { reel: edit.reel, out: edit.sourceOut })
  }
  return lane
}

function isOutgoing(edit: Edit | undefined, next: Edit | undefined): boolean {
  return (
    edit !== undefined &&
    edit.dissolve === 0 &&
    edit.recordIn === edit.recordOut &&
    next?.event === edit.event &&
    next.dissolve > 0
  )
}

/** What goes out for the length of the dissolve. */
function tailOf(edit: Edit, { dissolve }: Edit, names: SourceNames): DraftPiece {
  return {
    ...sourceOf(edit, names),
    ...{ from: { smpte: edit.sourceIn }, to: { smpte: edit.sourceIn }, tail: dissolve },
    record: { from: { smpte: edit.recordIn }, to: { smpte: edit.recordIn } },
  }
}

function pieceOf(edit: Edit, names: SourceNames): DraftPiece {
  return {
    ...sourceOf(edit, names),
    ...{ from: { smpte: edit.sourceIn }, to: { smpte: edit.sourceOut } },
    record: { from: { smpte: edit.recordIn }, to: { smpte: edit.recordOut } },
    ...(edit.dissolve > 0 && { dissolve: edit.dissolve }),
  }
}

function sourceOf(edit: Edit, names: SourceNames): Pick<DraftPiece, 'name' | 'uri'> {
  const uri = isBlack(edit) ? undefined : uriOf(edit, names)
  return { name: `event ${edit.event}`, ...(uri !== undefined && { uri }) }
}

/** Black, and silence. */
function isBlack({ reel }: Edit): boolean {
  return reel.toUpperCase() === 'BL'
}

/** By the name of its clip, by its reel, or by the file that a comment names. */
function uriOf(edit: Edit, names: SourceNames): string | undefined {
  const clip = clipOf(edit)
  const named = (clip === undefined ? undefined : names.get(clip)) ?? names.get(edit.reel)
  const file = [edit.sourceFile, clip].find((one) => one !== undefined && /^(file:|\/)/.test(one))
  return named ?? file
}

function clipOf({ dissolve, fromClip, toClip }: Edit): string | undefined {
  return dissolve > 0 ? (toClip ?? fromClip) : fromClip
}

function unknownSource(edit: Edit): string {
  const clip = clipOf(edit)
  const by = clip === undefined ? '' : `, clip “${clip}”,`
  return `event ${edit.event}: reel ${edit.reel}${by} has no file: name one in sources, or in a comment SOURCE FILE`
}

/** The title, as far as it can be the name of a file. */
function fileName(title = ''): string {
  return (
    title
      .replaceAll(/[^\p{L}\p{N}. _-]+/gu, '_')
      .replace(/^[. ]+/, '')
      .trim()
      .slice(0, 80) || 'timeline'
  )
}
