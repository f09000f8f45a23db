/** Pure: what ffmpeg writes to `-progress pipe:1`, as values. It writes a block of `key=value` lines every `-stats_period`. */

export type Progress = {
  /** How much of the output there is, seconds of media. Undefined before the first frame. */
  readonly outTimeS: number | undefined
  /** Seconds of media made per second. */
  readonly speed: number | undefined
  /** Frames made per second. */
  readonly fps: number | undefined
  /** Frames made so far; undefined without picture. */
  readonly frame: number | undefined
  /** Bytes written so far. */
  readonly totalSize: number | undefined
  /** The last block. Also written when ffmpeg was stopped by a signal: no proof of success. */
  readonly done: boolean
}

/** Gives a function to feed lines to; it answers with a Progress at the end of each block. */
export function progressReader(): (line: string) => Progress | undefined {
  let block = new Map<string, string>()
  return (line) => {
    const at = line.indexOf('=')
    if (at < 0) return undefined
    const key = line.slice(0, at).trim()
    block.set(key, line.slice(at + 1).trim())
    if (key !== 'progress') return undefined
    const progress = progressOf(block)
    block = new Map()
    return progress
  }
}

/** 0 … 1; undefined when either is not known, or the length is 0. A rendition can run a little longer than its source: that is 1. */
export function fraction(outTimeS: number | undefined, durationS: number | undefined): number | undefined {
  if (outTimeS === undefined || durationS === undefined || durationS <= 0) return undefined
  return Math.min(1, Math.max(0, outTimeS / durationS))
}

/** Whether anything was made between the two. ffmpeg writes blocks even while it hangs, so a block alone is no sign of life. */
export function hasMoved(before: Progress | undefined, after: Progress): boolean {
  return (
    before === undefined ||
    after.done ||
    after.outTimeS !== before.outTimeS ||
    after.frame !== before.frame ||
    after.totalSize !== before.totalSize
  )
}

function progressOf(block: ReadonlyMap<string, string>): Progress {
  const number = (key: string): number | undefined => {
    const value = Number.parseFloat(block.get(key) ?? '') // “N/A” is not a number; “1.5x” is 1.5
    return Number.isFinite(value) ? value : undefined
  }
  // `out_time_ms` is microseconds too, whatever its name says. Before the first frame some versions write a huge negative time.
  const micros = number('out_time_us') ?? number('out_time_ms')
  return {
    outTimeS: micros === undefined || micros < 0 ? undefined : micros / 1_000_000,
    speed: number('speed'),
    fps: number('fps'),
    frame: number('frame'),
    totalSize: number('total_size'),
    done: block.get('progress') === 'end',
  }
}
