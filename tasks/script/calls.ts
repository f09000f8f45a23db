/** The calls that a script can make to its host, and the checks of their arguments. */

import { LOG_LEVELS, type LogLevel } from '../../schema/log-level.ts'

/**
 * The host's side of the script API. A call that rejects with a `ScriptCallRefused` throws in the script;
 * any other error ends the script and is rethrown by `Scripts.run`. Answers must be JSON.
 */
export interface ScriptCalls {
  readonly 'job.getId': () => Promise<string>
  readonly 'job.getUser': () => Promise<string>
  readonly 'job.getStepId': () => Promise<string>
  /** Undefined if the job has no such key. */
  readonly 'job.getData': (key: string) => Promise<string | undefined>
  readonly 'job.getKeys': () => Promise<readonly string[]>
  readonly 'job.setData': (key: string, value: string) => Promise<void>
  readonly 'job.deleteData': (key: string) => Promise<void>
  readonly log: (level: LogLevel, text: string) => Promise<void>
  /** A request to the API of this server, as the user of the job. */
  readonly api: (request: ScriptRequest) => Promise<ScriptResponse>
  /** A request to any other server. `path` has one element, the URI. */
  readonly http: (request: ScriptRequest) => Promise<ScriptResponse>
}

export interface ScriptRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** To be joined with slashes. The script has encoded what needs to be. */
  readonly path: readonly string[]
  readonly query: readonly (readonly [name: string, value: string])[]
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: string
  readonly timeoutMs?: number
}

export interface ScriptResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Refuses a call. The script can catch it as an Error with this message. */
export class ScriptCallRefused extends Error {}

export type CallName = keyof ScriptCalls

const LEVELS: readonly string[] = LOG_LEVELS
const METHODS: readonly unknown[] = ['GET', 'POST', 'PUT', 'DELETE'] satisfies ScriptRequest['method'][]

/** The checks, as messages. The script side is not trusted: it could call the host directly. */
const CHECKS: Readonly<Record<CallName, (values: readonly unknown[]) => string | undefined>> = {
  'job.getId': none,
  'job.getUser': none,
  'job.getStepId': none,
  'job.getKeys': none,
  'job.getData': ([key]) => keyFault(key),
  'job.deleteData': ([key]) => keyFault(key),
  'job.setData': ([key, value]) => keyFault(key) ?? valueFault(String(key), value),
  log: ([level, text]) =>
    LEVELS.includes(String(level)) && typeof text === 'string' ? undefined : 'expected a level and a text',
  api: ([request]) => requestFault(request),
  http: ([request]) => requestFault(request),
}

/** Says why the call is refused. Undefined if it is not. */
export function callFault(name: string, values: readonly unknown[]): string | undefined {
  if (!isCallName(name)) return `Unknown call: ${name}`
  const fault = CHECKS[name](values)
  return fault === undefined ? undefined : `${name}: ${fault}`
}

export function isCallName(name: string): name is CallName {
  return Object.hasOwn(CHECKS, name)
}

/** Characters. */
export const LONGEST_KEY = 255
/** Bytes of UTF-8. */
export const LARGEST_VALUE = 1024 * 1024

function none(): undefined {
  return undefined
}

function keyFault(key: unknown): string | undefined {
  if (typeof key !== 'string') return 'the key must be a string'
  if (key === '') return 'the key must not be empty'
  if (key.length > LONGEST_KEY) return `the key must not be longer than ${LONGEST_KEY} characters`
  const fault = textFault(key)
  return fault === undefined ? undefined : `the key ${quoted(key)} ${fault}`
}

function valueFault(key: string, value: unknown): string | undefined {
  if (typeof value !== 'string') return `the value of ${quoted(key)} must be a string`
  const size = Buffer.byteLength(value)
  if (size > LARGEST_VALUE)
    return `the value of ${quoted(key)} has ${size} bytes, more than the ${LARGEST_VALUE} allowed`
  const fault = textFault(value)
  return fault === undefined ? undefined : `the value of ${quoted(key)} ${fault}`
}

/** PostgreSQL text can hold neither. */
function textFault(text: string): string | undefined {
  if (text.includes('\0')) return 'contains a NUL character (U+0000), which cannot be stored'
  return text.isWellFormed() ? undefined : 'contains half of a surrogate pair, which cannot be stored'
}

function quoted(key: string): string {
  return `“${key.replaceAll('\0', '\\u0000').toWellFormed()}”`
}

function requestFault(request: unknown): string | undefined {
  if (typeof request !== 'object' || request === null) return 'expected a request'
  const { method, path, query, headers, body, timeoutMs } = request as Readonly<Record<string, unknown>>
  if (!METHODS.includes(method)) return `the method must be one of ${METHODS.join(', ')}`
  if (!isTexts(path) || path.length === 0) return 'the path must be given as texts'
  if (!isPairs(query) || !isPairs(headers)) return 'query parameters and headers must be texts'
  if (body !== undefined && typeof body !== 'string') return 'the input must be a text'
  const isTime = typeof timeoutMs === 'number' && timeoutMs >= 1 && timeoutMs <= LONGEST_TIMEOUT_MS
  return timeoutMs === undefined || isTime
    ? undefined
    : `the timeout must be a number of milliseconds from 1 to ${LONGEST_TIMEOUT_MS}`
}

const LONGEST_TIMEOUT_MS = 86_400_000

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

function isPairs(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => isTexts(one) && one.length === 2)
}
