import type { HostCapacity } from '../../../schema/queries/nodes/join-node.ts'
import type { Connection } from '../../../schema/sql/database.ts'
import type { JobType } from '../declare/job-type.ts'
import type { ProblemKind } from '../declare/problem.ts'
import type { Publish } from '../runtime/events.ts'

export interface AgentOptions<Tools> {
  readonly connection: Connection
  readonly jobTypes: readonly JobType<Tools>[]
  readonly tools: Tools
  readonly publish: Publish
  readonly name: string
  readonly hostId: string
  readonly hostName: string
  readonly capacity: HostCapacity
  /** How problems are found to have passed. */
  readonly problems: readonly ProblemKind<Tools>[]
  /** Wait before the first retry, ms. */
  readonly firstBackoffMs: number
  /** Calls that come otherwise than by way of PostgreSQL. */
  readonly onCalls?: (hear: (call: string) => void) => void
}

/** How an agent is connected, with the session of its node besides (design.md §3.14). */
export const CONNECTIONS = {
  poolSize: 2,
  /** Longer than any statement of an agent takes, also behind a lock. A line that is cut while the other end is silent is found by this. */
  answerWithinMs: 30_000,
  forFewRows: true,
} as const
