/** Runs the steps of job types against servers on this machine, with the metadata that a job would keep. */
import assert from 'node:assert/strict'

import type { JobData, StepContext } from '../../../steps/engine/declare/step.ts'
import type { Tools } from '../../../steps/tools.ts'
import type { Served } from '../../tasks/transfer/servers/served.ts'
import { type Bench, bench, type Given } from '../context.ts'

/** A bench whose transfers know the servers, and whose jobs keep what steps write. */
export async function benchFor(servers: readonly Served[], other: Partial<Tools> = {}): Promise<RemoteBench> {
  const here = await bench()
  const kept = new Map<string, string>()
  const access = { hosts: ['*'], credentials: servers.flatMap(({ credentials }) => credentials) }
  const tools = { ...here.tools, transfers: { ...here.tools.transfers, access }, ...other }
  return {
    ...{ media: here.media, tools, kept },
    context: (given?: Given): StepContext<Tools> => ({
      ...here.context({ ...given, tools: { ...tools, ...given?.tools } }),
      data: dataIn(kept),
    }),
    [Symbol.asyncDispose]: () => here[Symbol.asyncDispose](),
  }
}

export interface RemoteBench extends Bench {
  /** What the steps wrote to the metadata of the job. */
  readonly kept: Map<string, string>
}

function dataIn(kept: Map<string, string>): JobData {
  return {
    read: async (key) => kept.get(key),
    keys: async () => [...kept.keys()],
    async write(key, value) {
      kept.set(key, value)
    },
    async delete(key) {
      kept.delete(key)
    },
    hasWaited: async () => false,
    ...{ script: async () => undefined, preset: async () => undefined, shapeTags: async () => [] },
    ask: async () => assert.fail('these steps run without a database'),
  }
}
