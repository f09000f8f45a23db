/** Runs a step agent in the test process, for the API of a suite. */
import assert from 'node:assert/strict'
import { readConfig } from '../config/config.ts'
import { capacityOf } from '../server/process/capacity.ts'
import { toolsOf } from '../server/process/tools.ts'
import { declared } from '../steps/declared.ts'
import { agent } from '../steps/engine/node/agent.ts'
import { programEnvironment } from '../tasks/program/environment.ts'
import type { Api } from './api.ts'

/** Resolves when the agent has joined, on a separate host. */
export async function agentHere(
  { test, dataDir }: Pick<Api, 'test' | 'dataDir'>,
  name: string,
  environment: Readonly<Record<string, string>> = {},
  mediaPrograms?: { readonly lookUp: () => Promise<string | undefined>; readonly everyMs: number },
): Promise<AsyncDisposable> {
  const read = readConfig({ DATA_DIR: dataDir, CPU_SLOTS: '4', ...environment })
  assert.ok('config' in read, JSON.stringify(read))
  const tools = toolsOf(read.config, programEnvironment(process.env))
  const stop = new AbortController()
  const joined = Promise.withResolvers<void>()
  const options = {
    ...{ connection: test.connection, tools, ...(await declared(true)) },
    ...{ name, hostId: name, hostName: name, capacity: capacityOf(read.config), firstBackoffMs: 0 },
    publish: () => undefined,
    ...(mediaPrograms && { mediaPrograms }),
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
