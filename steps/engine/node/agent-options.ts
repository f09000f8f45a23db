/** The options of a step agent, and the size of its connection pool. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { HostCapacity } from '../../../schema/queries/nodes/join-node.ts'
import type { Connection } from '../../../schema/sql/database.ts'
import type { JobType } from '../declare/job-type.ts'
import type { ProblemKind } from '../declare/problem.ts'
import type { Outcome, StepContext } from '../declare/step.ts'
import type { Publish } from '../runtime/events.ts'
import type { LookUpPrograms } from './media-programs.ts'

export interface AgentOptions<Tools> {
  readonly connection: Connection
  readonly jobTypes: readonly JobType<Tools>[]
  /** Runs the script of a step, by its name. Default: this agent runs none. */
  readonly runScript?: (name: string, context: StepContext<Tools>) => Promise<Outcome>
  readonly tools: Tools
  readonly publish: Publish
  readonly name: string
  readonly hostId: string
  readonly hostName: string
  readonly capacity: HostCapacity
  /** Looks up the media programs. Default: they work. */
  readonly mediaPrograms?: { readonly lookUp: LookUpPrograms; readonly everyMs: number }
  /** The problem types that this agent can check. */
  readonly problems: readonly ProblemKind<Tools>[]
  /** Delay before the first retry, ms. */
  readonly firstBackoffMs: number
  /** Work that goes on beside the steps, on the connections of the agent, until the signal is aborted. */
  readonly beside?: (fork: () => EntityManager, signal: AbortSignal) => Promise<void>
  /** Subscribes to wake-ups that do not come through PostgreSQL. */
  readonly onCalls?: (onCall: (call: string) => void) => void
}

/** The connection pool of an agent. The session of its node is a further connection (design.md §3.14). */
export const CONNECTIONS = {
  poolSize: 2,
  /** Longer than any statement of an agent, lock waits included. Detects silently broken connections. */
  answerWithinMs: 30_000,
  forFewRows: true,
} as const
