/** What a handler is given beside the request itself. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Once } from '../../schema/queries/jobs/create-job.ts'
import type { Engine } from '../../steps/engine/engine.ts'
import type { JobListener } from '../../steps/engine/runtime/job-listener.ts'
import type { Caller } from '../auth/roles.ts'

export type Settings = {
  /** The version of Callsheet, as `GET /version` tells it. */
  readonly version: string
  /** The longest body that is read, bytes. Default 10 MiB; a longer one is answered with 413. */
  readonly bodyLimitBytes: number
  /** How long the whole body may take to arrive, ms. Default 30 000; a slower one is answered with 408. */
  readonly bodyTimeoutMs: number
  /** Whether `X-Forwarded-For`, `-Proto` and `-Host` are believed: only behind a proxy that sets them. Default false. */
  readonly trustProxy: boolean
}

/** One thing that can be checked about a running server. Resolves with what is wrong; throwing is `failed` too. */
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
  /** Forked for this request. */
  readonly em: EntityManager
  /** Has no name and no role where the operation asks for no credentials. */
  readonly user: Caller
  /** SHA-256 of the token that the caller signed in with, in hexadecimal; undefined with a password. */
  readonly token: string | undefined
  readonly engine: Engine
  /** Tells when jobs move. */
  readonly changes: JobListener
  readonly settings: Settings
  readonly selfTests: readonly SelfTest[]
  /** What the client calls the request, where the operation is `idempotent` and the client names it. */
  readonly once: Once | undefined
  /** Puts an error that is not the client's into the log, where the answer is not one; answers the id it has there. */
  readonly logged: (error: unknown) => string
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal
  /** `http://host:8080/API`, as the client addressed us: what links in documents begin with. */
  readonly baseUrl: string
  /** Milliseconds of a clock that never goes back, for measuring. */
  readonly now: () => number
}
