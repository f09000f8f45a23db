import type { Database } from '../../../schema/sql/database.ts'
import { execute, type Statement } from '../../../schema/sql/execute.ts'
import { clock } from './clock.ts'
import type { Publish } from './events.ts'

/** What one process calls out to the others. None of it carries state: whoever misses one finds out within a second. */
export type Call =
  | 'admit'
  | `placed:${number}`
  | `abort:${number}`
  | `stop:${number}`
  | `job:${number}`
  | `step:${number}`

export const CHANNEL = 'callsheet'

/** The calls that one NOTIFY has brought. */
export function callsIn(payload: string | undefined): readonly string[] {
  return payload ? payload.split(' ') : []
}

/** Hands a call to the agent of this server, where there is one; false when there is none, or it is no call for agents. */
export type Near = (call: Call) => boolean

/**
 * Sends calls to all processes by NOTIFY, after the commit they speak of and never inside a state transaction: NOTIFY takes
 * a database-wide lock at commit. What agents are to do is called out at once, unless something was in the 5 ms before: then it goes
 * together with what comes meanwhile, each once (design.md §3.3). What only those hear who watch always waits so long. What an agent
 * near by is told at once, and can do for all, is not called out.
 */
export class Wake {
  readonly #database: Database
  readonly #onError: (error: unknown) => void
  readonly #near: Near
  #isNear = false
  #waiting = new Set<Call>()
  #hurry = new AbortController()
  #sending: Promise<void> | undefined

  constructor(database: Database, onError: (error: unknown) => void, near: Near = () => false) {
    this.#database = database
    this.#onError = onError
    this.#near = near
  }

  call(...calls: readonly Call[]): void {
    for (const one of calls) {
      this.#isNear = this.#near(one)
      if (this.#isNear && ANYONES.has(one)) continue
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
   * What calls out when it is sent right behind a statement of its own transaction, for whom that is quicker than a call afterwards:
   * undefined where it is not, as when an agent is near or something was called out just now.
   */
  along(call: Call): Statement | undefined {
    if (this.#isNear || this.#sending) return undefined
    return notifying([call])
  }

  async #send(): Promise<void> {
    // What is called in one turn of the event loop goes together.
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

/**
 * Publishes, and calls out which jobs have moved, and of which a step has: who waits for one or hears of all (`changes.ts`) may be in
 * any process.
 */
export function callingOut(publish: Publish, wake: Wake): Publish {
  return (event) => {
    publish(event)
    if (event.type === 'job-moved' || event.type === 'job-created' || event.type === 'job-deleted')
      wake.call(`job:${event.job}`)
    if (event.type === 'step-moved') wake.call(`step:${event.job}`)
  }
}

/** What any one agent does for all of them: who admits gives steps to every node. */
const ANYONES: ReadonlySet<Call> = new Set(['admit'])

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

/** PostgreSQL takes 8 000 bytes; a call has at most 18. Who hears takes nearly as long over one payload as over many calls. */
const MOST_IN_ONE = 400
const COALESCE_MS = 5
// Nothing is kept, so nobody waits for the disk (docs/decisions/0007).
const NOTIFY = /* sql */ `select set_config('synchronous_commit', 'off', true), pg_notify(?, ?)`
const NOTIFY_EACH = /* sql */ `
with soon as materialized (select set_config('synchronous_commit', 'off', true))
select pg_notify(?, payload) from soon, jsonb_array_elements_text(?::jsonb) as payload`
