/** Runs a step agent in the test process, with the settings of a machine, beside the API of a suite. */
import assert from 'node:assert/strict'
import { readConfig } from '../config/config.ts'
import { capacityOf } from '../server/process/capacity.ts'
import { toolsOf } from '../server/process/tools.ts'
import { agent } from '../steps/engine/node/agent.ts'
import { jobTypes } from '../steps/job-types.ts'
import { PROBLEMS } from '../steps/problems.ts'
import type { Api } from './api.ts'

/** Resolves when the agent has joined, on its own host. */
export async function agentHere(
  { test, dataDir }: Pick<Api, 'test' | 'dataDir'>,
  name: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<AsyncDisposable> {
  const read = readConfig({ DATA_DIR: dataDir, CPU_SLOTS: '4', ...environment })
  assert.ok('config' in read, JSON.stringify(read))
  const tools = toolsOf(read.config, process.env['PATH'] ?? '')
  const stop = new AbortController()
  const joined = Promise.withResolvers<void>()
  const options = {
    ...{ connection: test.connection, jobTypes: jobTypes(true), tools, problems: PROBLEMS },
    ...{ name, hostId: name, hostName: name, capacity: capacityOf(read.config), firstBackoffMs: 0 },
    publish: () => undefined,
  }
  const ended = agent(options, stop.signal, joined.resolve)
  await Promise.race([joined.promise, ended])
  return {
    async [Symbol.asyncDispose]() {
      stop.abort()
      await ended
      await tools[Symbol.asyncDispose]()
    },
  }
}
