import { hostname } from 'node:os'
import type { Config } from '../../config/config.ts'
import { declared } from '../../steps/declared.ts'
import { agent } from '../../steps/engine/node/agent.ts'
import { machineId } from '../../steps/engine/node/process-identity.ts'
import type { Beginning, FromAgent } from './agent-process.ts'
import { capacityOf } from './capacity.ts'
import { toolsOf } from './tools.ts'

/** What the step agent is given by the process it runs in. */
export interface AgentProcessContext {
  /** The value of PATH. */
  readonly path: string
  readonly signal: AbortSignal
  /** What the server has to say. */
  readonly told: Beginning
  /** Calls of the server, from now on. */
  readonly onCalls: (hear: (call: string) => void) => void
  readonly tell: (message: FromAgent) => void
}

/** Runs the step agent until the signal is aborted. */
export async function runAgent(
  config: Config,
  { path, signal, told, onCalls, tell }: AgentProcessContext,
): Promise<void> {
  await using tools = toolsOf(config, path)
  const name = config.nodeName ?? hostname()
  await agent(
    {
      ...{
        connection: told.connection,
        ...(await declared(config.testJobs)),
        tools,
        name,
        hostId: machineId(),
        hostName: hostname(),
      },
      capacity: capacityOf(config),
      firstBackoffMs: config.retryBackoff * 1_000,
      publish: (event) => tell({ event }),
      onCalls,
    },
    signal,
    () => tell({ ready: true }),
  )
}
