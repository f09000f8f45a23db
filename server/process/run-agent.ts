/** Runs the step agent in its own process. */
import { hostname } from 'node:os'
import type { Config } from '../../config/config.ts'
import { declared } from '../../steps/declared.ts'
import { agent } from '../../steps/engine/node/agent.ts'
import { machineId } from '../../steps/engine/node/process-identity.ts'
import { type Publish, trouble } from '../../steps/engine/runtime/events.ts'
import { scriptRunner } from '../../steps/script/run-script.ts'
import { watchStorages } from '../../steps/storage/storage-watch.ts'
import type { ProgramEnvironment } from '../../tasks/program/environment.ts'
import { Scripts } from '../../tasks/script/scripts.ts'
import { Tasks } from '../../tasks/task.ts'
import { AgentApi } from '../script/agent-api.ts'
import { scriptSettings } from '../script/script-limits.ts'
import type { Beginning, FromAgent } from './agent-process.ts'
import { capacityOf, cpuSlotsOf } from './capacity.ts'
import { toolsOf } from './tools.ts'

/** The environment of a step agent, as supplied by its process. */
export interface AgentProcessContext {
  /** The environment for programs. */
  readonly env: ProgramEnvironment
  readonly signal: AbortSignal
  /** The first message of the server. */
  readonly beginning: Beginning
  /** Registers a handler for wake-ups from the server. */
  readonly onCalls: (onCall: (call: string) => void) => void
  /** Sends a message to the server. */
  readonly tell: (message: FromAgent) => void
}

/** Runs the step agent until the signal is aborted. */
export async function runAgent(
  config: Config,
  { env, signal, beginning, onCalls, tell }: AgentProcessContext,
): Promise<void> {
  await using tools = toolsOf(config, env)
  const { connection } = beginning
  const known = await declared(config.testJobs)
  const publish: Publish = (event) => tell({ event })
  await using scripts = new Scripts({ threads: config.scriptThreads ?? cpuSlotsOf(config) + SPARE_THREADS })
  await using api = new AgentApi({ config, connection, tools, scripts, publish, jobTypes: known.jobTypes })
  // Checksums of whole storages must not keep the tasks of steps waiting.
  await using reading = new Tasks({ threads: 1 })
  const onError = trouble(publish, 'storages')
  const name = config.nodeName ?? hostname()
  await agent(
    {
      ...{
        connection,
        ...known,
        tools,
        name,
        publish,
        hostId: machineId(),
        hostName: hostname(),
      },
      runScript: scriptRunner({
        ...{ scripts, ...scriptSettings(config), api: api.call },
      }),
      capacity: capacityOf(config),
      mediaPrograms: { lookUp: () => tools.lookUpPrograms(), everyMs: PROGRAMS_EVERY_MS },
      beside: (fork, stop) => watchStorages({ fork, tools: { ...tools, tasks: reading }, onError }, stop),
      firstBackoffMs: config.retryBackoff * 1_000,
      onCalls,
    },
    signal,
    () => tell({ ready: true }),
  )
}

/** For jobs with priority IMMEDIATE, which take no slot. */
const SPARE_THREADS = 4

/** Each look takes about 40 ms of a processor. */
const PROGRAMS_EVERY_MS = 15_000
