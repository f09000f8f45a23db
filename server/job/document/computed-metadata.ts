/** Computed metadata: keys that are not stored but derived from the attempts of a job (wire.md §10.2). */
import type { ReadJob, ReadRun } from '../../../schema/queries/jobs/read-jobs.ts'
import { isRunning } from '../../../schema/states.ts'

interface KeyValue {
  readonly key: string
  readonly value: string
}

/** Whether a key may be computed. If no requested key is, the attempts need not be read. */
export function mayBeComputed(key: string): boolean {
  return /^(progress-|errorMessage|transcode|(retryAfter|maxRetries|runStarted|failureCause|stoppedBy)$)/.test(
    key,
  )
}

/**
 * `progress-<step>-<sub>-<attempt>` and `errorMessage-<step>-<sub>-<attempt>`, `errorMessage` of a
 * FAILED_TOTAL job, `retryAfter` and `maxRetries` of the step that is retried next, `runStarted`,
 * `failureCause` and `stoppedBy` (Callsheet extensions), and the `transcode…` keys. The sub-task is always 0,
 * because steps are not split. Empty for a job that was read without its runs.
 */
export function computedMetadata(job: ReadJob): readonly KeyValue[] {
  const { runs, errorMessage = null, retry } = job
  if (!runs) return []
  const transcode = runs.findLast(({ name }) => name === TRANSCODE)
  return [
    ...runs.flatMap(progressOf),
    ...runs.flatMap(errorOf),
    ...(errorMessage === null ? [] : [{ key: 'errorMessage', value: errorMessage }]),
    ...(retry ? retryData(retry) : []),
    ...endData(job),
    ...(transcode ? transcodeData(transcode) : []),
  ]
}

/** When it began to run, and what kept it from ending well. */
function endData({ runStarted, failureCause, stoppedBy, finished }: ReadJob): readonly KeyValue[] {
  const known = {
    runStarted: runStarted === null ? null : new Date(runStarted).toISOString(),
    ...(finished !== null && { failureCause, stoppedBy }),
  }
  return Object.entries(known).flatMap(([key, value]) => (value === null ? [] : [{ key, value }]))
}

/** A job in HOLD has no `retryAfter`: its step is retried only on request. */
function retryData({ retryAfter, maxRetries }: NonNullable<ReadJob['retry']>): readonly KeyValue[] {
  const at = retryAfter === null ? [] : [{ key: 'retryAfter', value: new Date(retryAfter).toISOString() }]
  return [...at, { key: 'maxRetries', value: String(maxRetries) }]
}

/** The name of the transcoding step. */
const TRANSCODE = 'transcode'

/** Only progress in bytes or percent has this form. */
function progressOf({ step, attempt, progress }: ReadRun): readonly KeyValue[] {
  const { value = 0, total = null, unit = null } = progress ?? {}
  if (unit !== 'bytes' && unit !== 'percent') return []
  const done = unit === 'bytes' ? String(Math.round(value)) : javaDouble(value)
  const of = total === null ? '' : `/${Math.round(total)}`
  return [{ key: `progress-${step}-0-${attempt}`, value: `${unit} ${done}${of}` }]
}

function errorOf({ step, attempt, state, errorMessage }: ReadRun): readonly KeyValue[] {
  const failed = state === 'FAILED_RETRY' || state === 'FAILED_FATAL' || state === 'DISAPPEARED'
  if (!failed || errorMessage === null) return []
  return [{ key: `errorMessage-${step}-0-${attempt}`, value: errorMessage }]
}

/** Progress in percent, times in seconds. The time left is extrapolated from the time taken so far. */
function transcodeData({ state, progress, seconds }: ReadRun): readonly KeyValue[] {
  const done = progress?.unit === 'percent' ? progress.value : undefined
  const left =
    state === 'FINISHED' ? 0 : isRunning(state) && done ? (seconds * (100 - done)) / done : undefined
  const known = { transcodeProgress: done, transcodeWallTime: seconds, transcodeEstimatedTimeLeft: left }
  return Object.entries(known).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: javaDouble(Math.round(value * 1_000) / 1_000) }],
  )
}

/** Formats a number as Java formats a double: `100.0`, `4.67E-6` (wire.md §6.2). */
export function javaDouble(value: number): string {
  const size = Math.abs(value)
  if (value === 0 || (size >= 1e-3 && size < 1e7))
    return Number.isInteger(value) ? `${value}.0` : String(value)
  const [digits = '', exponent = ''] = value.toExponential().split('e')
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent.replace('+', '')}`
}
