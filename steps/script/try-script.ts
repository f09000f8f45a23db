/** Runs a script once without a job, for its author. */
import type { LogLevel } from '../../schema/log-level.ts'
import type { Script, ScriptEnded } from '../../tasks/script/ended.ts'
import type { Metadata } from '../engine/declare/step.ts'
import type { ScriptEnvironment } from './environment.ts'
import { scriptCalls } from './script-calls.ts'

export interface TriedScript extends Pick<Script, 'source' | 'limits'> {
  /** The metadata of the job that the script sees. */
  readonly data: Metadata
  readonly checkProblem: boolean
  readonly user: string
}

export interface Trial {
  readonly ended: ScriptEnded
  readonly log: readonly { readonly level: LogLevel; readonly text: string }[]
  /** The metadata after the script. */
  readonly data: Metadata
  readonly ms: number
}

/** A trial keeps a thread that other trials and checks need, ms. */
const LONGEST_MS = 60_000

/** `job.getId()` is VX-0, which no job has, and `job.getStepId()` is 0. */
export async function tryScript(
  { source, limits, data: given, checkProblem, user }: TriedScript,
  environment: ScriptEnvironment,
  signal: AbortSignal,
): Promise<Trial> {
  const kept = new Map(Object.entries(given))
  const log: { readonly level: LogLevel; readonly text: string }[] = []
  const data = {
    read: async (key: string) => kept.get(key),
    keys: async () => [...kept.keys()],
    write: async (key: string, value: string) => void kept.set(key, value),
    delete: async (key: string) => void kept.delete(key),
  }
  const job = {
    id: 'VX-0',
    step: 0,
    user,
    data,
    log: (level: LogLevel, text: string) => void log.push({ level, text }),
  }
  const since = performance.now()
  const totalMs = Math.min(LONGEST_MS, limits.totalMs ?? LONGEST_MS)
  const ended = await environment.scripts.run(
    { source, limits: { ...limits, totalMs }, fileName: 'script', globals: { checkProblem } },
    (during) => scriptCalls(job, environment, during),
    signal,
  )
  return { ended, log, data: Object.fromEntries(kept), ms: performance.now() - since }
}
