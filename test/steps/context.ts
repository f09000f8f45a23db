/** Runs the real steps without an engine: builds their tools and contexts. */

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { PRESETS, SHIPPED_FILES } from '../../server/shape-tag/preset-files.ts'
import type { JobData, Metadata, Outcome, StepContext } from '../../steps/engine/declare/step.ts'
import type { Tools } from '../../steps/tools.ts'
import type { Storage } from '../../tasks/files/storages.ts'
import { Scripts } from '../../tasks/script/scripts.ts'
import { Tasks } from '../../tasks/task.ts'
import { confinementHere, folder, programs } from '../tasks/machine.ts'

export interface Bench extends AsyncDisposable {
  /** The only media root. */
  readonly media: string
  readonly tools: Tools
  /** The context of a step of job VX-1. */
  context(given?: Given): StepContext<Tools>
}

export interface Given {
  readonly metadata?: Metadata
  /** By step name. */
  readonly results?: Readonly<Record<string, unknown>>
  readonly number?: number
  readonly run?: number
  readonly signal?: AbortSignal
  readonly stop?: AbortSignal
  readonly tools?: Partial<Tools>
}

const SCRIPT_LIMITS = {
  timeMs: 500,
  memoryBytes: 32 * 1024 * 1024,
  stackBytes: 256 * 1024,
  logBytes: 65_536,
}

const withoutDatabase = async () => assert.fail('these steps run without a database')
const NO_DATA: JobData = {
  ...{ read: withoutDatabase, keys: withoutDatabase, write: withoutDatabase, delete: withoutDatabase },
  ...{ hasWaited: withoutDatabase, script: withoutDatabase },
  ...{ preset: withoutDatabase, shapeTags: withoutDatabase, ask: withoutDatabase },
}

export async function bench(): Promise<Bench> {
  const stack = new AsyncDisposableStack()
  const media = stack.use(await folder()).path
  const tasks = stack.use(new Tasks())
  const presetScripts = { scripts: stack.use(new Scripts()), limits: SCRIPT_LIMITS }
  const storages: readonly Storage[] = [{ id: 'VX-1', name: 'media', root: media, state: 'ONLINE' }]
  const limits = { stallMs: 0, settledMs: 0, maxPixels: 0, maxMissing: 0.05 }
  const found = { programs, confinement: confinementHere }
  const access = { hosts: ['*'], credentials: [] }
  const transfers = { tasks: stack.use(new Tasks({ threads: 4 })), access, rates: [] }
  const tools: Tools = {
    tasks,
    transfers,
    presets: PRESETS,
    presetFiles: SHIPPED_FILES,
    presetScripts,
    mediaRoots: [media],
    storages,
    ...limits,
    ...found,
  }
  return {
    ...{ media, tools },
    context: ({
      metadata = {},
      results = {},
      number = 200,
      run = 1,
      signal = new AbortController().signal,
      stop = new AbortController().signal,
      tools: other = {},
    } = {}) => ({
      ...{ metadata, number, run, signal, stop, attempt: 0 },
      ...{ tools: { ...tools, ...other }, job: { id: 1, type: 'TRANSCODE', user: 'ann' } },
      signalParallel: async () => undefined,
      result: <T>(name: string) => results[name] as T | undefined,
      progress: () => undefined,
      log: () => undefined,
      data: NO_DATA,
    }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** The result of a step; fails unless the step has finished. */
export function resultOf(outcome: Outcome): unknown {
  assert.ok(outcome.ended === 'finished', JSON.stringify(outcome))
  return outcome.result
}

export function inside(media: string, ...names: readonly string[]): string {
  return join(media, ...names)
}
