/** Counts the connections to PostgreSQL that each role needs. */
import { CONNECTIONS } from '../../../steps/engine/node/agent-options.ts'
import type { ServerRole } from '../arguments.ts'

/** The connection pool of the API. */
export const API_POOL = 10
/** The job listener of the API (LISTEN). */
const LISTENER = 1
/** The session of a node: its lock, its heartbeat, and LISTEN. */
const NODE_SESSION = 1
/** The connection pool of the API that the scripts of an agent call, opened by the first call. */
export const SCRIPT_POOL = 2
/** The queue of deliveries, opened when there is something to deliver. */
export const QUEUE_POOL = 3
/** Migrating takes one that holds the lock, and one that migrates; the API takes them from its pool. */
const MIGRATION = 2

const API = API_POOL + LISTENER + QUEUE_POOL
const AGENT = CONNECTIONS.poolSize + NODE_SESSION + SCRIPT_POOL + LISTENER

/** The most connections that a process of this role has open at once, its step agent included. */
export const CONNECTIONS_NEEDED = {
  all: API + AGENT,
  api: API,
  worker: AGENT + MIGRATION,
} as const satisfies Record<ServerRole, number>
