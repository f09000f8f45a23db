/** Parses an edit decision list in the format CMX 3600. Pure. */

/** One line of an event. */
export interface Edit {
  /** As the list writes it: `004`. */
  readonly event: string
  readonly reel: string
  readonly video: boolean
  /** The channels of sound, from 1. */
  readonly audio: readonly number[]
  /** Frames of a dissolve; 0 for a cut. */
  readonly dissolve: number
  readonly sourceIn: string
  readonly sourceOut: string
  readonly recordIn: string
  readonly recordOut: string
  /** Of the comments below the event. */
  readonly fromClip?: string
  readonly toClip?: string
  readonly sourceFile?: string
}

export interface DecisionList {
  readonly title?: string
  /** Whether its time codes are drop-frame. */
  readonly isDrop: boolean
  readonly edits: readonly Edit[]
}

/** Lists that are longer are no lists of edits. */
const MOST_LINES = 50_000

/** `refused` names the event, or the line. */
export function parseEdl(text: string): DecisionList | { readonly refused: string } {
  const lines = text.split(/\r?\n/)
  if (lines.length > MOST_LINES)
    return { refused: `the list has ${lines.length} lines; at most ${MOST_LINES}` }
  const edits: Edit[] = []
  let title: string | undefined
  const modes: boolean[] = []
  for (const [at, line] of lines.entries()) {
    const trimmed = line.trim()
    const read = trimmed === '' ? 'nothing' : readLine(trimmed, `line ${at + 1}`)
    if (read === 'nothing') continue
    if ('refused' in read) return read
    if ('title' in read) title = read.title
    else if ('isDrop' in read) modes.push(read.isDrop)
    else if ('edit' in read) {
      edits.push(read.edit)
      if (/;\d+$/.test(read.edit.recordIn)) modes.push(true)
    } else comment(edits, read)
  }
  if (edits.length === 0) return { refused: 'the list has no events' }
  if (new Set(modes).size > 1) return { refused: 'FCM: the list changes between drop and non-drop frame' }
  return { ...(title && { title }), isDrop: modes[0] ?? false, edits }
}

type Comment = Pick<Edit, 'fromClip' | 'toClip' | 'sourceFile'>
type Read =
  | { readonly refused: string }
  | { readonly title: string }
  | { readonly isDrop: boolean }
  | { readonly edit: Edit }
  | Comment

function readLine(line: string, place: string): Read | 'nothing' {
  const [, title] = /^TITLE:\s*(.*)$/i.exec(line) ?? []
  if (title !== undefined) return { title }
  const [, mode] = /^FCM:\s*(.*)$/i.exec(line) ?? []
  if (mode !== undefined) return frameCodeMode(mode.toUpperCase(), place)
  if (/^M2\b/i.test(line)) return speed(line, place)
  const event = EVENT.exec(line)
  if (event?.groups) return editOf(event.groups)
  if (/^\d+\s/.test(line))
    return { refused: `event ${/^\d+/.exec(line)?.[0]} (${place}): “${line}” is not an edit` }
  return commentOf(line)
}

/** DROP FRAME and NON-DROP FRAME, with or without the hyphen and the second word. */
function frameCodeMode(mode: string, place: string): Read {
  if (/^NON[- ]?DROP/.test(mode)) return { isDrop: false }
  return /^DROP/.test(mode)
    ? { isDrop: true }
    : { refused: `FCM (${place}): expected DROP FRAME or NON-DROP FRAME, got “${mode}”` }
}

/** A change of speed. That to full speed is none, but only the rate of the list would tell. */
function speed(line: string, place: string): Read {
  const [, reel = ''] = /^M2\s+(\S+)/i.exec(line) ?? []
  return { refused: `M2 (${place}): reel ${reel} changes its speed, which is not supported` }
}

const TIME = String.raw`\d\d[:;.]\d\d[:;.]\d\d[:;.]\d\d\d?`
const EVENT = new RegExp(
  String.raw`^(?<event>\d{1,6})\s+(?<reel>\S+)\s+(?<channels>\S+)\s+(?<transition>\S+)(?:\s+(?<duration>\d{1,4}))?` +
    String.raw`\s+(?<sourceIn>${TIME})\s+(?<sourceOut>${TIME})\s+(?<recordIn>${TIME})\s+(?<recordOut>${TIME})(?:\s|$)`,
)

function editOf(groups: Readonly<Record<string, string | undefined>>): Read {
  const { event = '', reel = '', channels = '', transition = '', duration } = groups
  const taken = channelsOf(channels.toUpperCase())
  if (!taken) return { refused: `event ${event}: channels “${channels}” are not V, A, A2, AA, B or NONE` }
  const dissolve = dissolveOf(transition.toUpperCase(), duration)
  if (typeof dissolve === 'string') return { refused: `event ${event}: ${dissolve}` }
  const { sourceIn = '', sourceOut = '', recordIn = '', recordOut = '' } = groups
  return { edit: { ...{ event, reel, ...taken, dissolve, sourceIn, sourceOut, recordIn, recordOut } } }
}

/** `AA/V`, `A2/V`; B is the picture with the first channel of sound. */
function channelsOf(text: string): Pick<Edit, 'video' | 'audio'> | undefined {
  const parts = text.split('/').map((part) => CHANNELS[part])
  if (parts.some((part) => part === undefined)) return undefined
  const all = parts.flatMap((part) => part ?? [])
  return { video: all.includes(0), audio: [...new Set(all.filter((one) => one > 0))].toSorted() }
}

/** 0 is the picture. */
const CHANNELS: Readonly<Record<string, readonly number[]>> = {
  ...{ V: [0], A: [1], A1: [1], A2: [2], AA: [1, 2], B: [0, 1], NONE: [] },
}

function dissolveOf(transition: string, duration: string | undefined): number | string {
  if (transition === 'C') return duration === undefined ? 0 : `a cut has no duration, got ${duration}`
  if (transition !== 'D')
    return `transition “${transition}” is not supported: only cuts (C) and dissolves (D) are`
  const frames = Number(duration)
  return frames > 0 ? frames : 'a dissolve needs a duration in frames'
}

function commentOf(line: string): Comment | 'nothing' {
  const [, key = '', value = ''] =
    /^\*\s*(FROM CLIP NAME|TO CLIP NAME|SOURCE FILE):\s*(.*)$/i.exec(line) ?? []
  switch (key.toUpperCase()) {
    case 'FROM CLIP NAME':
      return { fromClip: value }
    case 'TO CLIP NAME':
      return { toClip: value }
    case 'SOURCE FILE':
      return { sourceFile: value }
    default:
      return 'nothing'
  }
}

/** A comment is of the last event, and of both lines of a dissolve. */
function comment(edits: Edit[], more: Comment): void {
  const last = edits.at(-1)
  for (const [at, edit] of edits.entries()) {
    const isOfLast = edit === last || (at === edits.length - 2 && edit.event === last?.event)
    if (isOfLast && !('sourceFile' in more && edit !== last)) edits[at] = { ...edit, ...more }
  }
}
