/** Runs ffmpeg for a transcode plan: follows its progress, stops it on request, reports how it ended. */

import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ProgramFile } from '../program/program-file.ts'
import { type Damage, damageCounter } from './damage.ts'
import { firstRunsOf } from './first-runs.ts'
import type { MeasuredLoudness } from './plan/audio/loudness.ts'
import { command, type TranscodePlan } from './plan/command.ts'
import { longestTaken } from './plan/taken.ts'
import { type FfmpegProgress, fraction, hasMoved, progressReader } from './progress.ts'
import { type FfmpegFailure, type Level, reasonOf, said } from './reason.ts'
import { type EndedOn, runOn } from './surroundings.ts'

export type FfmpegOutcome =
  /** `cut`: ffmpeg was asked to finish early; the output is a whole file with the media encoded so far. */
  | {
      readonly ended: 'done'
      readonly progress: FfmpegProgress | undefined
      readonly cut: boolean
      readonly damage: Damage
    }
  | FfmpegFailure
  | { readonly ended: 'stalled'; readonly message: string }
  /** Only if `signal` was aborted. */
  | { readonly ended: 'stopped' }

export type Follow = {
  readonly signal: AbortSignal
  /** When aborted, ffmpeg completes the file with the media encoded so far, and ends. */
  readonly finish?: AbortSignal
  /** Called about twice a second. `fraction` is 0 … 1, undefined if the length of the source is unknown. */
  readonly onProgress?: (progress: FfmpegProgress & { readonly fraction: number | undefined }) => void
  /** Called with the command, quoted for a shell, then with the messages of ffmpeg. */
  readonly onLog?: (level: Level, line: string) => void
  /** Time without progress after which ffmpeg is killed as `stalled`, ms. Default 300 000; 0 turns it off. */
  readonly stallMs?: number
  /**
   * Time between SIGTERM and SIGKILL, ms, if `signal` does not ask for the end at once. Default 1 000: ffmpeg
   * would complete the file, which can take minutes, but the output of a stopped run is discarded.
   */
  readonly graceMs?: number
}

/** A run of ffmpeg, whatever it makes. */
export interface FfmpegRun {
  readonly ffmpeg: ProgramFile
  /** The whole command. */
  readonly line: readonly string[]
  /** The files that it reads. */
  readonly reads: readonly string[]
  readonly outputs: readonly { readonly path: string }[]
  /** Further folders that it writes to. */
  readonly writes?: readonly string[]
  /** Length of what it makes, s; undefined if unknown. */
  readonly durationS: number | undefined
  /** What it makes is of several sources: see `damageCounter`. */
  readonly byType?: boolean
}

/** If the result is not `done`, the caller has to remove the output. */
export async function ffmpeg(plan: TranscodePlan, follow: Follow): Promise<FfmpegOutcome> {
  const firsts = firstRunsOf(plan, follow.onLog)
  if (firsts.length === 0) return runFfmpeg(runOf(plan, command(plan)), follow)
  const passLogs = await realpath(await mkdtemp(join(tmpdir(), 'callsheet-passes-')))
  try {
    const part = (at: number) => partOf(follow, at, firsts.length + 1)
    const loudness = new Map<string, MeasuredLoudness>()
    for (const [at, first] of firsts.entries()) {
      const run = runOf(plan, first.lineWith(passLogs), passLogs)
      const made = await runFfmpeg(run, { ...part(at), ...first.heard })
      if (made.ended !== 'done') return made
      if (made.cut) return { ended: 'crashed', message: 'stopped before there was any output' }
      const measured = first.measured()
      if (first.place !== undefined && measured) loudness.set(first.place, measured)
    }
    const learned = { passLogs, loudness }
    return await runFfmpeg(runOf(plan, command({ ...plan, learned }), passLogs), part(firsts.length))
  } finally {
    await rm(passLogs, { recursive: true, force: true })
  }
}

/** One command of a plan. `folder`: one more that it writes to. */
function runOf(plan: TranscodePlan, line: readonly string[], folder?: string): FfmpegRun {
  const { ffmpeg, input, outputs, media, range } = plan
  const plans = outputs.map((one) => one.plan)
  return {
    ...{ ffmpeg, line, outputs },
    reads: [...new Set([input, ...plans.flatMap(({ reads = [] }) => reads)])],
    ...(folder !== undefined && { writes: [folder] }),
    durationS: longestTaken(plans, media, range),
  }
}

/** The progress of one of several runs, as a part of the whole. */
function partOf({ onProgress, ...follow }: Follow, at: number, of: number): Follow {
  if (!onProgress) return follow
  return {
    ...follow,
    onProgress: ({ fraction, ...progress }) =>
      onProgress({ ...progress, fraction: fraction === undefined ? undefined : (at + fraction) / of }),
  }
}

/** The same for any command. */
export async function runFfmpeg(run: FfmpegRun, follow: Follow): Promise<FfmpegOutcome> {
  const { signal, finish, stallMs = 300_000, graceMs = 1_000 } = follow
  const { line, reads, outputs, writes = [] } = run
  follow.onLog?.('info', quoted(line))
  const output = outputReader(run, follow)
  const limits = { signal, stallMs, graceMs, ...(finish && { finish }) }
  const paths = { read: reads, write: [...outputs.map(({ path }) => dirname(path)), ...writes] }
  const options = { ...limits, isLife: output.isLife, onStderr: output.onStderr }
  const result = await runOn(paths, run.ffmpeg, line.slice(1), options)
  const details = { input: blamed(reads, result), outputs, stallMs, finishing: finish?.aborted ?? false }
  return outcome(result, details, output)
}

/** The source that the messages name, by default the first. */
function blamed(reads: readonly string[], result: EndedOn): string {
  const messages = result.ended === 'exited' ? result.stderrTail : []
  return reads.find((path) => messages.some((line) => line.includes(path))) ?? reads[0] ?? ''
}

/** Passes on the messages and the progress of ffmpeg, and keeps the last progress. */
function outputReader({ durationS, byType = false }: FfmpegRun, { onProgress, onLog }: Follow) {
  const read = progressReader()
  const { take, damage } = damageCounter({ byType })
  let last: FfmpegProgress | undefined
  return {
    damage,
    last: () => last,
    isLife: (line: string): boolean => {
      const progress = read(line)
      if (progress === undefined) return false
      const moved = hasMoved(last, progress)
      last = progress
      onProgress?.({ ...progress, fraction: fraction(progress.outTimeS, durationS) })
      return moved
    },
    onStderr: (line: string): void => {
      take(line)
      const { level, text } = said(line)
      onLog?.(level, text)
    },
  }
}

/** The command, quoted so that it can be pasted into a shell. */
export function quoted(command: readonly string[]): string {
  return command
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ')
}

interface Ran {
  readonly input: string
  readonly outputs: readonly { readonly path: string }[]
  readonly stallMs: number
  /** Whether ffmpeg was asked to finish early. */
  readonly finishing?: boolean
}

/**
 * Success is exit code 0 of a run that was not stopped. `progress=end` proves nothing: it follows SIGTERM
 * too.
 */
export function outcome(result: EndedOn, run: Ran, output: Partial<Output> = {}): FfmpegOutcome {
  switch (result.ended) {
    case 'stopped':
      return { ended: 'stopped' }
    case 'not-found':
      return { ended: 'bad-input', message: result.message }
    case 'crashed':
      return result
    case 'exited':
      if (run.finishing && result.code === INTERRUPTED) return done(output, true)
      return result.code === 0 ? done(output, false) : reasonOf(result.stderrTail, run)
    case 'stalled':
      return {
        ended: 'stalled',
        message: `ffmpeg made no progress on ${run.input} for ${run.stallMs / 1_000} s and was killed`,
      }
    case 'killed':
      return { ended: 'crashed', message: `ffmpeg was killed by ${result.signal}` }
    case 'not-started':
      return { ended: 'crashed', message: `ffmpeg did not start: ${result.reason}` }
  }
}

/** What a run has said about its output. */
interface Output {
  readonly last: () => FfmpegProgress | undefined
  readonly damage: () => Damage
}

function done({ last, damage }: Partial<Output>, cut: boolean): FfmpegOutcome {
  return { ended: 'done', progress: last?.(), cut, damage: damage?.() ?? {} }
}

/** Exit code of ffmpeg after SIGINT, once it has completed its files. */
const INTERRUPTED = 255
