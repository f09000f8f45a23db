/** Answers the calls of a script from its job. */

import type { LogLevel } from '../../schema/log-level.ts'
import { LONGEST_KEY, ScriptCallRefused, type ScriptCalls } from '../../tasks/script/calls.ts'
import { askOutside } from '../../tasks/script/outside.ts'
import type { JobData } from '../engine/declare/step.ts'
import type { ScriptEnvironment } from './environment.ts'

/** The job of a script, or what stands in for it in a trial. */
export interface ScriptJob {
  readonly id: string
  readonly user: string
  readonly step: number
  readonly data: Pick<JobData, 'read' | 'keys' | 'write' | 'delete'>
  readonly log: (level: LogLevel, text: string) => void
}

export function scriptCalls(
  { id, user, step, data, log }: ScriptJob,
  { api, hosts }: Pick<ScriptEnvironment, 'api' | 'hosts'>,
  signal: AbortSignal,
): ScriptCalls {
  let left = MOST_WRITTEN
  return {
    'job.getId': async () => id,
    'job.getUser': async () => user,
    'job.getStepId': async () => String(step),
    'job.getData': async (key) => data.read(key),
    'job.getKeys': async () => data.keys(),
    'job.setData': async (key, value) => {
      left -= Buffer.byteLength(value) + LONGEST_KEY
      if (left < 0)
        throw new ScriptCallRefused(
          `job.setData: this script has written ${MOST_WRITTEN} bytes, the most allowed`,
        )
      await data.write(key, value)
    },
    'job.deleteData': async (key) => data.delete(key),
    log: async (level, text) => log(level, text),
    api: async (request) => api(user, request, signal),
    http: async (request) => askOutside(request, hosts, signal),
  }
}

/** Values in one run of a script, bytes of UTF-8, and as much for each key as the longest takes. */
const MOST_WRITTEN = 16 * 1024 * 1024
