/** Decodes SCC and MCC, the coded captions of CEA-608, with ffmpeg. */
import type { ProgramFile } from '../program/program-file.ts'
import { type Cue, escaped, ordered, Unreadable } from '../sidecar/cue.ts'
import { type Level, said } from './reason.ts'
import { type FfmpegOutcome, outcome, quoted } from './run.ts'
import { inputOf } from './source/formats.ts'
import { runOn } from './surroundings.ts'

interface Coded {
  readonly ffmpeg: ProgramFile
  /** Path of a file, never a URL. */
  readonly input: string
  readonly format: 'scc' | 'mcc'
}

interface Follow {
  readonly signal: AbortSignal
  readonly stallMs: number
  readonly onLog?: (level: Level, line: string) => void
}

export type DecodedCaptions =
  | { readonly ended: 'done'; readonly cues: readonly Cue[] }
  | Exclude<FfmpegOutcome, { readonly ended: 'done' }>

/** As ASS, which has a line for each caption. */
export async function decodeCaptions(
  { ffmpeg, input, format }: Coded,
  follow: Follow,
): Promise<DecodedCaptions> {
  const { signal, stallMs, onLog } = follow
  const line = [
    ...[ffmpeg.path, '-hide_banner', '-nostdin', '-loglevel', 'level+warning'],
    ...inputOf(input, format),
    ...['-f', 'ass', 'pipe:1'],
  ]
  onLog?.('info', quoted(line))
  const cues: Cue[] = []
  const onStdout = (text: string): void => {
    const cue = assCue(text)
    if (cue && cues.length <= MOST) cues.push(cue)
  }
  const onStderr = (text: string): void => onLog?.(said(text).level, said(text).text)
  const options = { signal, stallMs, graceMs: 500, onStdout, onStderr }
  const result = outcome(await runOn({ read: input }, ffmpeg, line.slice(1), options), {
    input,
    outputs: [],
    stallMs,
  })
  if (result.ended !== 'done') return result
  try {
    return { ended: 'done', cues: ordered(cues, format.toUpperCase()) }
  } catch (error) {
    if (error instanceof Unreadable) return { ended: 'bad-input', message: `${input}: ${error.message}` }
    throw error
  }
}

/** `Dialogue: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,{\an7}{\pos(38,243)}Hello`. Pure. */
export function assCue(line: string): Cue | undefined {
  const [, start = '', end = '', text = ''] =
    /^Dialogue: \d+,([\d:.]+),([\d:.]+),[^,]*,[^,]*,\d*,\d*,\d*,[^,]*,(.*)$/.exec(line) ?? []
  const [startMs, endMs] = [msOf(start), msOf(end)]
  if (startMs === undefined || endMs === undefined) return undefined
  const parts = text.split(/(\{[^{}]*\})/).map((part) => (part.startsWith('{') ? tagOf(part) : escaped(part)))
  const shown = parts
    .join('')
    .replaceAll(/\\[Nn]/g, '\n')
    .replaceAll('\\h', ' ')
    .trim()
  return shown === '' ? undefined : { startMs, endMs, text: shown }
}

/** Only italics and underlining are kept. */
function tagOf(override: string): string {
  const tags = [...override.matchAll(/\\([iu])([01])/g)]
  return tags.map(([, tag, isOn]) => `<${isOn === '1' ? '' : '/'}${tag}>`).join('')
}

function msOf(clock: string): number | undefined {
  const [, hours, minutes, seconds] = /^(\d+):(\d\d):(\d\d\.\d\d)$/.exec(clock) ?? []
  if (hours === undefined) return undefined
  return Math.round(((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000)
}

const MOST = 100_000
