/** The metadata keys that nobody stores: made from what the attempts of a job have done (wire.md §10.2). */
import type { ReadJob, ReadRun } from '../../../schema/queries/jobs/read-jobs.ts'
import { isRunning } from '../../../schema/states.ts'

interface KeyValue {
  readonly key: string
  readonly value: string
}

/** Whether a key may be one of these: what names no such key need not read the attempts. */
export function mayBeComputed(key: string): boolean {
  return /^(progress-|errorMessage|transcode|retryAfter$|maxRetries$)/.test(key)
}

/**
 * `progress-<step>-<sub>-<attempt>`, `errorMessage-<step>-<sub>-<attempt>`, `errorMessage` of a job that is FAILED_TOTAL, `retryAfter`
 * and `maxRetries` (ours) of the step that is tried again next, and what is known of a transcode. The sub task is 0: no step is cut into any. None for a job that was read without its runs.
 */
export function computedMetadata({ runs = [], errorMessage = null, retry }: ReadJob): readonly KeyValue[] {
  const transcode = runs.findLast(({ name }) => name === TRANSCODE)
  return [
    ...runs.flatMap(progressOf),
    ...runs.flatMap(errorOf),
    ...(errorMessage === null ? [] : [{ key: 'errorMessage', value: errorMessage }]),
    ...(retry ? retryData(retry) : []),
    ...(transcode ? transcodeData(transcode) : []),
  ]
}

/** Of a job in HOLD nobody knows when: its step is tried again when it is asked for. */
function retryData({ retryAfter, maxRetries }: NonNullable<ReadJob['retry']>): readonly KeyValue[] {
  const at = retryAfter === null ? [] : [{ key: 'retryAfter', value: new Date(retryAfter).toISOString() }]
  return [...at, { key: 'maxRetries', value: String(maxRetries) }]
}

/** The name of the step that transcodes. */
const TRANSCODE = 'transcode'

/** Progress in neither bytes nor percent has no such form. */
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

/** Percent, and seconds. The time that is left is told by how long the part that is done has taken. */
function transcodeData({ state, progress, seconds }: ReadRun): readonly KeyValue[] {
  const done = progress?.unit === 'percent' ? progress.value : undefined
  const left =
    state === 'FINISHED' ? 0 : isRunning(state) && done ? (seconds * (100 - done)) / done : undefined
  const known = { transcodeProgress: done, transcodeWallTime: seconds, transcodeEstimatedTimeLeft: left }
  return Object.entries(known).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: javaDouble(Math.round(value * 1_000) / 1_000) }],
  )
}

/** As Java writes a double: `100.0`, `4.67E-6` (wire.md §6.2). */
export function javaDouble(value: number): string {
  const size = Math.abs(value)
  if (value === 0 || (size >= 1e-3 && size < 1e7))
    return Number.isInteger(value) ? `${value}.0` : String(value)
  const [digits = '', exponent = ''] = value.toExponential().split('e')
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent.replace('+', '')}`
}
