/** A subtitle or caption, and how WebVTT writes it. */

export interface Cue {
  /** From the start of the media. */
  readonly startMs: number
  readonly endMs: number
  /** As WebVTT has it: `&amp;` and `&lt;`, lines by `\n`, and no tags but `<i>`, `<b>` and `<u>`. */
  readonly text: string
  /** As WebVTT has them, such as `line:0 align:start`. */
  readonly settings?: string
}

/** Why a file could not be read, at a line or a block of it. */
export class Unreadable extends Error {}

/** A sidecar has a few thousand. */
const MOST_CUES = 100_000

/** In the order of time. Throws Unreadable if there are too many, or none. */
export function ordered(cues: readonly Cue[], format: string): readonly Cue[] {
  if (cues.length === 0) throw new Unreadable(`it has no ${format} cues`)
  if (cues.length > MOST_CUES) throw new Unreadable(`it has more than ${MOST_CUES} cues`)
  return cues.toSorted((one, other) => one.startMs - other.startMs || one.endMs - other.endMs)
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Without tags and escapes. */
export function plainText(text: string): string {
  return text
    .replaceAll(/<[^<>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&nbsp;', '\u00a0')
    .replaceAll('&amp;', '&')
}

/** A blank line would end the cue, and an arrow could be read as its time. */
export function webVtt(cues: readonly Cue[]): string {
  const blocks = cues.map(({ startMs, endMs, text, settings }) => {
    const times = `${clockTime(startMs)} --> ${clockTime(endMs)}${settings === undefined ? '' : ` ${settings}`}`
    return `${times}\n${text.replaceAll(/\n{2,}/g, '\n').replaceAll('-->', '--&gt;')}\n`
  })
  return ['WEBVTT\n', ...blocks].join('\n')
}

function clockTime(ms: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes, seconds] = [
    Math.floor(ms / 3_600_000),
    Math.floor(ms / 60_000) % 60,
    Math.floor(ms / 1_000) % 60,
  ]
  return `${two(hours)}:${two(minutes)}:${two(seconds)}.${String(ms % 1_000).padStart(3, '0')}`
}
