/** Runs scripts against a job that is a Map. */
import type { ScriptCalls, ScriptRequest, ScriptResponse } from '../../../tasks/script/calls.ts'
import type { ScriptEnded, ScriptLimits } from '../../../tasks/script/ended.ts'
import type { Scripts } from '../../../tasks/script/scripts.ts'

export const NEVER = new AbortController().signal
export const LIMITS: ScriptLimits = {
  timeMs: 5_000,
  memoryBytes: 64 * 1024 * 1024,
  stackBytes: 256 * 1024,
  logBytes: 10 * 1024 * 1024,
}

export interface Ran {
  readonly ended: ScriptEnded
  readonly data: Readonly<Record<string, string>>
  readonly log: readonly string[]
  readonly requests: readonly ScriptRequest[]
  readonly ms: number
}

export interface Given {
  readonly data?: Readonly<Record<string, string>>
  readonly limits?: Partial<ScriptLimits>
  readonly globals?: Readonly<Record<string, unknown>>
  readonly calls?: Partial<ScriptCalls>
  /** Further ones, with the signal that they are given. */
  readonly callsWith?: (signal: AbortSignal) => Partial<ScriptCalls>
  readonly response?: ScriptResponse
  readonly signal?: AbortSignal
}

const OK: ScriptResponse = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '{"hits":1}',
}

export async function ran(scripts: Scripts, source: string, given: Given = {}): Promise<Ran> {
  const data = new Map(Object.entries(given.data ?? { itemId: 'VX-7', empty: '' }))
  const [log, requests]: [string[], ScriptRequest[]] = [[], []]
  const request = async (asked: ScriptRequest): Promise<ScriptResponse> => {
    requests.push(asked)
    return given.response ?? OK
  }
  const calls: ScriptCalls = {
    'job.getId': async () => 'VX-12',
    'job.getUser': async () => 'anna',
    'job.getStepId': async () => '200',
    'job.getData': async (key) => data.get(key),
    'job.getKeys': async () => [...data.keys()],
    'job.setData': async (key, value) => void data.set(key, value),
    'job.deleteData': async (key) => void data.delete(key),
    log: async (level, text) => void log.push(`${level} ${text}`),
    api: request,
    http: request,
    ...given.calls,
  }
  const since = performance.now()
  const limits = { ...LIMITS, ...given.limits }
  const script = { source, fileName: 'step.js', limits, globals: given.globals ?? {} }
  const ended = await scripts.run(
    script,
    (during) => ({ ...calls, ...given.callsWith?.(during) }),
    given.signal ?? NEVER,
  )
  return { ended, data: Object.fromEntries(data), log, requests, ms: performance.now() - since }
}

/** What an expression is in the sandbox, as JSON. */
export async function resultOf(scripts: Scripts, expression: string, given: Given = {}): Promise<unknown> {
  const { ended, log } = await ran(scripts, `job.log(JSON.stringify([${expression}]))`, given)
  if (ended.ended !== 'finished') return ended
  return (JSON.parse((log[0] ?? '').slice('info '.length)) as readonly unknown[])[0]
}
