/** Runs ffmpeg after a plan: follows its progress, stops it when asked, says how it ended. */

import { type Ended, run } from '../program/program.ts'
import { command, type TranscodePlan } from './command.ts'
import { fraction, hasMoved, type Progress, progressReader } from './progress.ts'
import { type Level, type Reason, reasonOf, said } from './reason.ts'

export type Outcome =
  /** `cut`: it was asked to finish and has made a whole file of what it had. */
  | { readonly ended: 'done'; readonly progress: Progress | undefined; readonly cut: boolean }
  | Reason
  | { readonly ended: 'stalled'; readonly message: string }
  /** Only when our own signal was aborted. */
  | { readonly ended: 'stopped' }

export type Follow = {
  readonly signal: AbortSignal
  /** Aborted: ffmpeg makes a whole file of what it has encoded, and ends. */
  readonly finish?: AbortSignal
  /** Called about twice a second. `fraction` is 0 … 1, undefined when the length of the source is not known. */
  readonly onProgress?: (progress: Progress & { readonly fraction: number | undefined }) => void
  /** The command first, as a shell would take it, then what ffmpeg says. */
  readonly onLog?: (level: Level, line: string) => void
  /** Time ffmpeg may go without making anything before it is killed as `stalled`, ms. Default 300 000; 0 turns it off. */
  readonly stallMs?: number
  /**
   * Time between SIGTERM and SIGKILL, ms. Default 1 000: ffmpeg would finish the file nicely, which can take minutes, and nobody wants
   * the file of a run that was stopped.
   */
  readonly graceMs?: number
}

/** What it has written before it ended otherwise than `done` is left for the caller to remove. */
export async function ffmpeg(plan: TranscodePlan, follow: Follow): Promise<Outcome> {
  const { signal, stallMs = 300_000, graceMs = 1_000 } = follow
  const line = command(plan)
  if ('refused' in line) return { ended: 'bad-input', message: line.refused }
  follow.onLog?.('info', quoted(line))
  const heard = listener(plan, follow)
  const { finish } = follow
  const limits = { signal, stallMs, graceMs, ...(finish && { finish }) }
  const ended = await run(line, { ...limits, isLife: heard.isLife, onStderr: heard.onStderr })
  const named = { input: plan.input, outputs: plan.outputs, stallMs, finishing: finish?.aborted ?? false }
  return outcome(ended, named, heard.last())
}

/** Passes on what ffmpeg says, and remembers the last of its progress. */
function listener(plan: TranscodePlan, { onProgress, onLog }: Follow) {
  const read = progressReader()
  const durationS = lengthOf(plan)
  let last: Progress | undefined
  return {
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
      const { level, text } = said(line)
      onLog?.(level, text)
    },
  }
}

/** The command as a person may paste it into a shell. */
export function quoted(command: readonly string[]): string {
  return command
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ')
}

/** Seconds the renditions will have. */
function lengthOf({ range, media }: TranscodePlan): number | undefined {
  if (range === undefined) return media.durationS
  return Math.min(range.endS, media.durationS ?? range.endS) - range.startS
}

interface Run {
  readonly input: string
  readonly outputs: readonly { readonly path: string }[]
  readonly stallMs: number
  /** Whether it was asked to end early. */
  readonly finishing?: boolean
}

/** `progress=end` proves nothing (it is written after SIGTERM too): done is exit code 0, and not stopped by us. */
export function outcome(ended: Ended, run: Run, last?: Progress): Outcome {
  switch (ended.ended) {
    case 'stopped':
      return { ended: 'stopped' }
    case 'exited':
      if (run.finishing && ended.code === INTERRUPTED) return { ended: 'done', progress: last, cut: true }
      return ended.code === 0
        ? { ended: 'done', progress: last, cut: false }
        : reasonOf(ended.stderrTail, run)
    case 'stalled':
      return {
        ended: 'stalled',
        message: `ffmpeg made nothing of ${run.input} for ${run.stallMs / 1_000} s and was killed`,
      }
    case 'killed':
      return { ended: 'crashed', message: `ffmpeg was killed by ${ended.signal}` }
    case 'not-started':
      return { ended: 'crashed', message: `ffmpeg did not start: ${ended.reason}` }
  }
}

/** The exit code of an ffmpeg that has heard SIGINT and has written the end of its files. */
const INTERRUPTED = 255
