/** The messages of the live stream in both directions, each a JSON text. Pure. */
import type { JobLogDocument } from '../../schema/documents/job-log.ts'
import { type SiteId, serialOf } from '../../schema/ids.ts'
import { readLogCursor } from '../../schema/log-cursor.ts'
import { LOG_LEVELS, type LogLevel } from '../../schema/log-level.ts'
import { type Fault, invalidInput } from '../http/answer/fault.ts'

/** A message to a client. */
export type Message =
  /** The job changed or was deleted. `progress`: the steps with new progress, if nothing else has changed. */
  | { readonly type: 'job'; readonly job: SiteId; readonly progress?: readonly StepProgress[] }
  /** Any job may have changed: the client should read again what it shows. */
  | { readonly type: 'jobs' }
  /** The next log lines of the watched job. `last` is the position after them: `after` of the next watch. */
  | {
      readonly type: 'log'
      readonly job: SiteId
      readonly last?: string
      readonly line: JobLogDocument['line']
    }
  /** With the fault as in an ExceptionDocument: `{"type":"error","notFound":{…}}`. */
  | ({ readonly type: 'error' } & Fault['document'])

export interface StepProgress {
  readonly step: number
  readonly attempts: number
  readonly value: number
  readonly total?: number
  readonly unit?: string
}

/** The log that a client watches, and the position to start after. */
export interface Watched {
  readonly job: number
  readonly after: string | undefined
  readonly level: LogLevel
}

/** `none`: the client stops watching a log. */
export type Asked = { readonly watch: Watched | 'none' } | { readonly wrong: Fault }

/** Reads `{"watch":"VX-1","after":"…","level":"info"}`, or `{"watch":null}`. Other keys are ignored. */
export function readAsked(text: string): Asked {
  const asked = parsed(text)
  if (!isObject(asked))
    return { wrong: invalidInput('message', 'expected a JSON object', text.slice(0, 100)) }
  if (asked['watch'] === null) return { watch: 'none' }
  return readWatch(asked)
}

/** Reads the same from the parameters of a URL. */
export function readWatch(given: Readonly<Record<string, unknown>>, name = 'watch'): Asked {
  const { after, level = 'debug' } = given
  const asked = given[name]
  const job = typeof asked === 'string' ? serialOf(asked) : undefined
  if (job === undefined) return wrong(name, 'a job id', asked)
  if (after !== undefined && (typeof after !== 'string' || !readLogCursor(after)))
    return wrong('after', 'the `last` of an earlier message', after)
  const known = LOG_LEVELS.find((one) => one === level)
  if (known === undefined) return wrong('level', `one of ${LOG_LEVELS.join(', ')}`, level)
  return { watch: { job, after, level: known } }
}

function wrong(context: string, expected: string, value: unknown): Asked {
  const shown = typeof value === 'string' ? value : JSON.stringify(value)
  const got = shown === undefined ? 'nothing' : `“${shown}”`
  return { wrong: invalidInput(context, `expected ${expected}, got ${got}`, shown) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
