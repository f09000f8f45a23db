/** Reads SubRip and WebVTT. Pure. */
import { type Cue, escaped, ordered, Unreadable } from './cue.ts'

/** A block of lines without blank ones between them. */
interface Block {
  /** Of its first line, from 1. */
  readonly line: number
  readonly lines: readonly string[]
}

/** Numbers of cues may be missing or wrong: players ignore them. */
export function subRipCues(text: string): readonly Cue[] {
  const cues = joinedBlocks(blocksOf(text)).map(({ line, lines }) => {
    const at = lines.findIndex((one) => one.includes('-->'))
    if (at < 0 || at > 1) throw new Unreadable(`line ${line}: expected a time, got “${shown(lines[0])}”`)
    const times = timesOf(lines[at] ?? '', line + at)
    return { ...times, ...subRipText(lines.slice(at + 1).join('\n')) }
  })
  return ordered(cues, 'SubRip')
}

/** A block without a time belongs to the cue before: its text has a blank line. */
function joinedBlocks(blocks: readonly Block[]): readonly Block[] {
  const joined: { readonly line: number; readonly lines: string[] }[] = []
  for (const { line, lines } of blocks) {
    const last = joined.at(-1)
    const hasTime = lines.slice(0, 2).some((one) => one.includes('-->'))
    if (hasTime || !last) joined.push({ line, lines: [...lines] })
    else for (const one of lines) last.lines.push(one)
  }
  return joined
}

export function webVttCues(text: string): readonly Cue[] {
  const [head, ...blocks] = blocksOf(text)
  if (head?.line !== 1 || !/^WEBVTT([ \t].*)?$/.test(head.lines[0] ?? ''))
    throw new Unreadable('line 1: expected WEBVTT')
  const cues = blocks
    .filter(({ lines }) => !/^(NOTE|STYLE|REGION)([ \t]|$)/.test(lines[0] ?? ''))
    .map(webVttCue)
  return ordered(cues, 'WebVTT')
}

function webVttCue({ line, lines }: Block): Cue {
  const at = lines[0]?.includes('-->') ? 0 : 1
  const times = timesOf(lines[at] ?? '', line + at)
  const settings = /-->\s*\S+\s+(\S.*)$/.exec(lines[at] ?? '')?.[1]?.trim()
  const text = lines.slice(at + 1).join('\n')
  const known = (settings ?? '')
    .split(/\s+/)
    .filter((one) => /^(vertical|line|position|size|align):[\w%.,-]+$/.test(one))
  return { ...times, text: keptTags(text), ...(known.length > 0 && { settings: known.join(' ') }) }
}

/** Classes, voices, rubies and karaoke are left out; their text stays. */
function keptTags(text: string): string {
  return text
    .replaceAll(/<(\/?)([ibu])(?:\.[^<>]*)?>/g, '<$1$2>')
    .replaceAll(/<(?!\/?[ibu]>)[^<>]*>?/g, '')
    .trim()
}

function timesOf(line: string, at: number): Pick<Cue, 'startMs' | 'endMs'> {
  const [start = '', end = ''] = line.split('-->').map((part) => part.trim().split(/\s/)[0] ?? '')
  const [startMs, endMs] = [clockOf(start), clockOf(end)]
  if (startMs === undefined || endMs === undefined)
    throw new Unreadable(
      `line ${at}: expected a time such as 00:00:01,000 --> 00:00:02,000, got “${shown(line)}”`,
    )
  if (endMs < startMs) throw new Unreadable(`line ${at}: the end is before the start: “${shown(line)}”`)
  return { startMs, endMs }
}

function clockOf(text: string): number | undefined {
  const [, hours = '0', minutes, seconds, fraction = '0'] =
    /^(?:(\d{1,4}):)?([0-5]?\d):([0-5]?\d)(?:[,.](\d{1,3}))?$/.exec(text) ?? []
  if (minutes === undefined) return undefined
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)
  return whole * 1_000 + Number(fraction.padEnd(3, '0'))
}

/** Tags of other programs are left out; `{\an8}` puts the text at the top. */
function subRipText(text: string): Pick<Cue, 'text' | 'settings'> {
  const isAtTop = /\{\\an[789]\}/.test(text)
  const parts = text.replaceAll(/\{\\[^{}]*\}/g, '').split(/(<\/?[ibu]>)/i)
  const kept = parts.map((part) =>
    /^<\/?[ibu]>$/i.test(part) ? part.toLowerCase() : escaped(part.replaceAll(/<\/?font[^<>]*>/gi, '')),
  )
  return { text: kept.join('').trim(), ...(isAtTop && { settings: 'line:0' }) }
}

function blocksOf(text: string): readonly Block[] {
  const blocks: { line: number; lines: string[] }[] = []
  let open: { line: number; lines: string[] } | undefined
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') open = undefined
    else if (open) open.lines.push(line)
    else {
      open = { line: at + 1, lines: [line] }
      blocks.push(open)
    }
  }
  return blocks
}

function shown(line = ''): string {
  return line.length > 60 ? `${line.slice(0, 60)}…` : line
}
