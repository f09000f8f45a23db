/** What goes over the live stream, in both directions: one JSON text a message. Pure. */

import type { JobLogDocument } from '../../schema/documents/job-log.ts'
import { type SiteId, serialOf } from '../../schema/ids.ts'
import { readLogCursor } from '../../schema/log-cursor.ts'
import { LOG_LEVELS, type LogLevel } from '../../schema/log-level.ts'
import { type Fault, invalidInput } from '../http/answer/fault.ts'

/** What a client is told. */
export type Message =
  /** The job moved, came further or was deleted. `progress` has the steps that came further, when nothing else has changed. */
  | { readonly type: 'job'; readonly job: SiteId; readonly progress?: readonly StepProgress[] }
  /** More jobs may have changed than are told: read again what is shown. */
  | { readonly type: 'jobs' }
  /** The next lines of the watched job, and how far it has then been read: `after` of the next watch. */
  | {
      readonly type: 'log'
      readonly job: SiteId
      readonly last?: string
      readonly line: JobLogDocument['line']
    }
  /** With the fault as an ExceptionDocument has it: `{"type":"error","notFound":{…}}`. */
  | ({ readonly type: 'error' } & Fault['document'])

export interface StepProgress {
  readonly step: number
  readonly attempts: number
  readonly value: number
  readonly total?: number
  readonly unit?: string
}

/** Whose log a client wants, from where on. */
export interface Watched {
  readonly job: number
  readonly after: string | undefined
  readonly level: LogLevel
}

/** `none`: the client watches no log any more. */
export type Asked = { readonly watch: Watched | 'none' } | { readonly wrong: Fault }

/** Reads `{"watch":"VX-1","after":"…","level":"info"}`, or `{"watch":null}`. Other keys are ignored. */
export function readAsked(text: string): Asked {
  const asked = parsed(text)
  if (!isObject(asked))
    return { wrong: invalidInput('message', 'expected a JSON object', text.slice(0, 100)) }
  if (asked['watch'] === null) return { watch: 'none' }
  return readWatch(asked)
}

/** The same of the parameters of a URL, where each may be missing. */
export function readWatch(given: Readonly<Record<string, unknown>>, name = 'watch'): Asked {
  const { after, level = 'debug' } = given
  const asked = given[name]
  const job = typeof asked === 'string' ? serialOf(asked) : undefined
  if (job === undefined) return wrong(name, 'a job id', asked)
  if (after !== undefined && (typeof after !== 'string' || !readLogCursor(after)))
    return wrong('after', '`last` of an earlier message', after)
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
