/** The context that a handler receives along with the request. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Once } from '../../schema/queries/jobs/create-job.ts'
import type { Engine } from '../../steps/engine/engine.ts'
import type { JobListener } from '../../steps/engine/runtime/job-listener.ts'
import type { ScriptEnvironment } from '../../steps/script/environment.ts'
import type { Tools } from '../../steps/tools.ts'
import type { SignIn } from '../auth/authorization.ts'
import type { Caller } from '../auth/roles.ts'
import type { RetentionRules } from '../retention/rules.ts'

export type Settings = {
  /** The version of Callsheet, as reported by `GET /version`. */
  readonly version: string
  /** Longest request body, bytes. Default 10 MiB; a longer one is answered with 413. */
  readonly bodyLimitBytes: number
  /** Time limit for the whole body to arrive, ms. Default 30 000; a slower one is answered with 408. */
  readonly bodyTimeoutMs: number
  /** The number of proxies in front of this server whose `X-Forwarded-*` headers to trust. Default 0. */
  readonly trustProxy: number
  /** The hosts that notifications may be delivered to. */
  readonly notificationHosts: readonly string[]
  /** Whether metadata may have only fields that are defined. */
  readonly strictMetadata: boolean
  readonly relativeThumbnailUris: boolean
  /** How long jobs, deliveries and the audit are kept. */
  readonly retention: RetentionRules
  /** Path of the sample file, which may not exist. Default: this server has none. */
  readonly sample?: string
}

/** One check of a running server. A check that throws counts as `failed`. */
export type SelfTest = {
  readonly name: string
  readonly description: string
  readonly run: (em: EntityManager) => Promise<SelfTestResult>
}
export type SelfTestResult = {
  readonly status: 'ok' | 'warning' | 'failed'
  readonly messages: readonly string[]
}

export type Context = {
  /** A fork for this request alone. */
  readonly em: EntityManager
  /** Has an empty name and no roles if the operation requires no credentials. */
  readonly user: Caller
  /** What the caller signed in with; the same with `RunAs`. */
  readonly signIn: SignIn
  /** Whether a user could sign in with a password; if not, it counts as a failed sign-in of this client. */
  readonly hasPassword: (name: string, password: string) => Promise<boolean>
  readonly engine: Engine
  /** Notifies of state changes of jobs. */
  readonly changes: JobListener
  readonly settings: Settings
  /** What jobs may use. */
  readonly tools: Tools
  /** Checks scripts, and runs those that clients try. */
  readonly sandbox: ScriptEnvironment
  readonly selfTests: readonly SelfTest[]
  /** The idempotency key of the request; undefined if it has none or the operation is not `idempotent`. */
  readonly once: Once | undefined
  /** Logs a server error that does not become the answer; returns its id in the log. */
  readonly logged: (error: unknown) => string
  /** Adds a header `X-Callsheet-Warning` to the answer. */
  readonly warn: (text: string) => void
  /** Aborted when the client disconnects. */
  readonly signal: AbortSignal
  /** Prefix of links in documents, by the host that the client addressed: `http://host:8080/API`. */
  readonly baseUrl: string
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number
}
