/** Sends wake-ups between processes by NOTIFY. */
import type { Database } from '../../../schema/sql/database.ts'
import { execute, type Statement } from '../../../schema/sql/execute.ts'
import { clock } from './clock.ts'
import type { Publish } from './events.ts'

/** A wake-up. It carries no state: a process that misses one finds out within a second. */
export type Call =
  | 'admit'
  | `placed:${number}`
  | `abort:${number}`
  | `stop:${number}`
  | `job:${number}`
  | `step:${number}`

export const CHANNEL = 'callsheet'

/** The wake-ups in the payload of one NOTIFY. */
export function callsIn(payload: string | undefined): readonly string[] {
  return payload ? payload.split(' ') : []
}

/** Passes a wake-up to the agent of this server. False if there is no agent or it does not need it. */
export type WakeLocalAgent = (call: Call) => boolean

/**
 * Sends wake-ups to all processes by NOTIFY, after the commit that they announce and never inside a state
 * transaction, because NOTIFY takes a database-wide lock at commit. A wake-up for agents is sent immediately,
 * unless others were sent within the last 5 ms: then it is sent together with those that follow, without
 * duplicates (design.md §3.3). A wake-up for watchers alone always waits that long. If the agent of this
 * server has received a wake-up that any one agent can handle, it is not sent.
 */
export class Wake {
  readonly #database: Database
  readonly #onError: (error: unknown) => void
  readonly #wakeLocalAgent: WakeLocalAgent
  #isAgentLocal = false
  #waiting = new Set<Call>()
  #hurry = new AbortController()
  #sending: Promise<void> | undefined

  constructor(
    database: Database,
    onError: (error: unknown) => void,
    wakeLocalAgent: WakeLocalAgent = () => false,
  ) {
    this.#database = database
    this.#onError = onError
    this.#wakeLocalAgent = wakeLocalAgent
  }

  call(...calls: readonly Call[]): void {
    for (const one of calls) {
      this.#isAgentLocal = this.#wakeLocalAgent(one)
      if (this.#isAgentLocal && FOR_ANY_AGENT.has(one)) continue
      this.#waiting.add(one)
      if (!isForWatchers(one)) this.#hurry.abort()
    }
    if (this.#waiting.size === 0) return
    this.#sending ??= this.#send().finally(() => {
      this.#sending = undefined
      this.call()
    })
  }

  /**
   * A statement that sends the wake-up, to send together with the single statement of a transaction. This is
   * faster than `call` afterwards. Undefined where it is not: this server has an agent, or a wake-up was sent
   * just before.
   */
  along(call: Call): Statement | undefined {
    if (this.#isAgentLocal || this.#sending) return undefined
    return notifying([call])
  }

  /** Resolves when every wake-up requested so far has been sent. */
  async sent(): Promise<void> {
    while (this.#sending) await this.#sending
  }

  async #send(): Promise<void> {
    // Lets the current code finish, so that all its wake-ups are sent together.
    await Promise.resolve()
    while (this.#waiting.size > 0) {
      await clock.sleep(COALESCE_MS, this.#hurry.signal)
      const isUrgent = this.#hurry.signal.aborted
      const calls = [...this.#waiting]
      this.#waiting = new Set()
      this.#hurry = new AbortController()
      await execute(this.#database.em.fork(), ...notifying(calls)).catch(this.#onError)
      if (isUrgent) await clock.sleep(COALESCE_MS)
    }
  }
}

/** Publishes, and sends wake-ups for changed jobs and steps: a `JobListener` may be in any process. */
export function withWakeUps(publish: Publish, wake: Wake): Publish {
  return (event) => {
    publish(event)
    if (event.type === 'job-moved' || event.type === 'job-created' || event.type === 'job-deleted')
      wake.call(`job:${event.job}`)
    if (event.type === 'step-moved') wake.call(`step:${event.job}`)
  }
}

/** Wake-ups that a single agent handles for all: an admission places steps on every node. */
const FOR_ANY_AGENT: ReadonlySet<Call> = new Set(['admit'])

function isForWatchers(call: Call): boolean {
  return call.startsWith('job:') || call.startsWith('step:')
}

function notifying(calls: readonly Call[]): Statement {
  const payloads: string[] = []
  for (let at = 0; at < calls.length; at += MOST_IN_ONE)
    payloads.push(calls.slice(at, at + MOST_IN_ONE).join(' '))
  const [payload = '', ...more] = payloads
  return more.length === 0 ? [NOTIFY, [CHANNEL, payload]] : [NOTIFY_EACH, [CHANNEL, JSON.stringify(payloads)]]
}

/** PostgreSQL allows 8 000 bytes; a wake-up has at most 18. The cost of receiving is mostly per payload. */
const MOST_IN_ONE = 400
const COALESCE_MS = 5
// Nothing is stored, so the commit need not wait for the disk (docs/decisions/0007).
const NOTIFY = /* sql */ `select set_config('synchronous_commit', 'off', true), pg_notify(?, ?)`
const NOTIFY_EACH = /* sql */ `
with soon as materialized (select set_config('synchronous_commit', 'off', true))
select pg_notify(?, payload) from soon, jsonb_array_elements_text(?::jsonb) as payload`
