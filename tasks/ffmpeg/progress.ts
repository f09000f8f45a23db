/** Parses the progress of ffmpeg (`-progress pipe:1`): a block of `key=value` lines every `-stats_period`. */

export type FfmpegProgress = {
  /** Length of the output so far, seconds of media. Undefined before the first frame. */
  readonly outTimeS: number | undefined
  /** Seconds of media encoded per second. */
  readonly speed: number | undefined
  /** Frames encoded per second. */
  readonly fps: number | undefined
  /** Frames encoded so far; undefined without video. */
  readonly frame: number | undefined
  /** Bytes written so far. */
  readonly totalSize: number | undefined
  /**
   * Whether this is the last block. Not a proof of success: ffmpeg writes it when stopped by a signal, too.
   */
  readonly done: boolean
}

/** Returns a function that takes one line at a time and returns a Progress at the end of each block. */
export function progressReader(): (line: string) => FfmpegProgress | undefined {
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

/** 0 … 1, as a rendition can be longer than its source; undefined if either is unknown or the length is 0. */
export function fraction(outTimeS: number | undefined, durationS: number | undefined): number | undefined {
  if (outTimeS === undefined || durationS === undefined || durationS <= 0) return undefined
  return Math.min(1, Math.max(0, outTimeS / durationS))
}

/** Whether output was made between the two: ffmpeg writes blocks even while it hangs. */
export function hasMoved(before: FfmpegProgress | undefined, after: FfmpegProgress): boolean {
  return (
    before === undefined ||
    after.done ||
    after.outTimeS !== before.outTimeS ||
    after.frame !== before.frame ||
    after.totalSize !== before.totalSize
  )
}

function progressOf(block: ReadonlyMap<string, string>): FfmpegProgress {
  const number = (key: string): number | undefined => {
    const value = Number.parseFloat(block.get(key) ?? '') // “N/A” is not a number; “1.5x” is 1.5
    return Number.isFinite(value) ? value : undefined
  }
  // `out_time_ms` is in microseconds despite its name. Before the first frame, some versions write a huge
  // negative time.
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
