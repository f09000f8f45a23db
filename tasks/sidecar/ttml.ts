/** Reads TTML and its older form DFXP (W3C Timed Text Markup Language). Pure. */
import { elementsIn, type ForeignElement } from '../../schema/codec/xml/foreign-tree.ts'
import { type Cue, escaped, ordered, Unreadable } from './cue.ts'

interface Subtitles {
  readonly cues: readonly Cue[]
  readonly language?: string
}

/** The clock of the document. */
interface Clock {
  readonly framesPerS: number
  readonly ticksPerS: number
}

interface Timed {
  readonly startMs: number
  /** Undefined: until the end of what it is in. */
  readonly endMs: number | undefined
}

export function ttmlSubtitles(root: ForeignElement): Subtitles {
  const body = elementsIn(root, 'body')[0]
  if (root.name !== 'tt' || !body) throw new Unreadable(`line ${root.line}: expected a tt with a body`)
  const clock = clockOf(root)
  const italics = italicStyles(root)
  const language = root.attributes.get('lang')
  const cues = cuesIn(body, { startMs: 0, endMs: undefined }, { clock, italics })
  return { cues: ordered(cues, 'TTML'), ...(language && { language }) }
}

interface Reading {
  readonly clock: Clock
  /** The ids of styles that are italic. */
  readonly italics: ReadonlySet<string>
}

/**
 * Times count from the start of what an element is in. Elements in a `p` with times are cues of their own.
 */
function cuesIn(element: ForeignElement, outer: Timed, reading: Reading): readonly Cue[] {
  const time = timeOf(element, outer, reading.clock)
  const inner = elementsIn(element)
  const isCue = element.name === 'p' || element.name === 'span'
  const isWhole = isCue && !inner.some((one) => hasTime(one))
  if (!isWhole) return inner.flatMap((one) => cuesIn(one, time, reading))
  const text = textOf(element, reading)
  if (text === '') return []
  if (time.endMs === undefined) throw new Unreadable(`line ${element.line}: it has no end`)
  return [{ startMs: time.startMs, endMs: time.endMs, text }]
}

function hasTime({ attributes, content }: ForeignElement): boolean {
  if (['begin', 'end', 'dur'].some((name) => attributes.has(name))) return true
  return content.some((part) => typeof part !== 'string' && hasTime(part))
}

function timeOf({ attributes, line }: ForeignElement, outer: Timed, clock: Clock): Timed {
  const read = (name: string): number | undefined => {
    const text = attributes.get(name)
    const ms = text === undefined ? undefined : timeExpression(text.trim(), clock)
    if (text !== undefined && ms === undefined)
      throw new Unreadable(`line ${line}: ${name} is no time: “${text.slice(0, 40)}”`)
    return ms
  }
  const [begin = 0, end, dur] = [read('begin'), read('end'), read('dur')]
  const startMs = outer.startMs + begin
  const ends = [
    ...(end === undefined ? [] : [outer.startMs + end]),
    ...(dur === undefined ? [] : [startMs + dur]),
    ...(outer.endMs === undefined ? [] : [outer.endMs]),
  ]
  const endMs = ends.length === 0 ? undefined : Math.min(...ends)
  if (endMs !== undefined && endMs < startMs && end !== undefined)
    throw new Unreadable(`line ${line}: the end is before the start`)
  return { startMs, endMs: endMs === undefined ? undefined : Math.max(endMs, startMs) }
}

/** `00:00:01.5`, `00:00:01:12`, `12.5s`, `500ms`, `25f`, `10t`. In ms. */
function timeExpression(text: string, { framesPerS, ticksPerS }: Clock): number | undefined {
  const [, hours, minutes, seconds, fraction, frames] =
    /^(\d{2,4}):([0-5]\d):([0-5]\d)(?:(\.\d{1,9})|:(\d{1,3})(?:\.\d+)?)?$/.exec(text) ?? []
  if (hours !== undefined) {
    const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)
    return Math.round((whole + Number(fraction ?? 0) + Number(frames ?? 0) / framesPerS) * 1_000)
  }
  const [, amount, unit = ''] = /^(\d{1,12}(?:\.\d{1,9})?)(h|ms|m|s|f|t)$/.exec(text) ?? []
  const perUnit = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1, f: 1_000 / framesPerS, t: 1_000 / ticksPerS }[
    unit
  ]
  return amount === undefined || perUnit === undefined ? undefined : Math.round(Number(amount) * perUnit)
}

/** By default 30 frames per second, and as many ticks as there are frames, or one. */
function clockOf({ attributes, line }: ForeignElement): Clock {
  const rate = Number(attributes.get('frameRate') ?? 30)
  const [numerator = 1, denominator = 1] = (attributes.get('frameRateMultiplier') ?? '1 1')
    .split(/[\s:]+/)
    .map(Number)
  const framesPerS = (rate * numerator) / denominator
  const ticks = Number(attributes.get('tickRate') ?? (attributes.has('frameRate') ? framesPerS : 1))
  if (!(framesPerS > 0 && framesPerS < 1_000 && ticks > 0))
    throw new Unreadable(`line ${line}: its frame rate or tick rate is no number above zero`)
  return { framesPerS, ticksPerS: ticks }
}

function italicStyles(root: ForeignElement): ReadonlySet<string> {
  const styles = elementsIn(root, 'head')
    .flatMap((head) => elementsIn(head, 'styling'))
    .flatMap((styling) => elementsIn(styling, 'style'))
  return new Set(styles.filter(isItalic).flatMap(({ attributes }) => attributes.get('id') ?? []))
}

function isItalic({ attributes }: ForeignElement): boolean {
  return /^(italic|oblique)$/.test(attributes.get('fontStyle') ?? '')
}

/** White space is a blank, unless it is to be kept; a `br` begins a line. */
function textOf(element: ForeignElement, reading: Reading): string {
  return marked(element, reading)
    .split('\n')
    .map((line) => line.replaceAll(/[ \t]+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n')
}

function marked(element: ForeignElement, reading: Reading): string {
  const text = element.content
    .map((part) => {
      if (typeof part === 'string') return escaped(part.replaceAll(/\s+/g, ' '))
      return part.name === 'br' ? '\n' : part.name === 'span' ? marked(part, reading) : ''
    })
    .join('')
  const styles = (element.attributes.get('style') ?? '').split(/\s+/)
  const italic = isItalic(element) || styles.some((id) => reading.italics.has(id))
  return italic && text.trim() !== '' ? `<i>${text}</i>` : text
}
