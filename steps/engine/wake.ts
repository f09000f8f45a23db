import type { Database } from '../../schema/database.ts'
import { execute } from '../../schema/execute.ts'
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

/** Hands a call to the agent of this server, where there is one; false when there is none, or it is no call for agents. */
export type Near = (call: Call) => boolean

/**
 * Sends calls to all processes by NOTIFY, after the commit they speak of and never inside a state transaction: NOTIFY takes
 * a database-wide lock at commit. What is called in one turn of the event loop goes at once and together; what is called in
 * the 5 ms after that goes together too, each once (design.md §3.3). What an agent near by is told at once, and can do for all, is
 * not called out.
 */
export class Wake {
  readonly #database: Database
  readonly #onError: (error: unknown) => void
  readonly #near: Near
  #waiting = new Set<Call>()
  #sending: Promise<void> | undefined

  constructor(database: Database, onError: (error: unknown) => void, near: Near = () => false) {
    this.#database = database
    this.#onError = onError
    this.#near = near
  }

  call(...calls: readonly Call[]): void {
    for (const one of calls) if (!this.#near(one) || !ANYONES.has(one)) this.#waiting.add(one)
    if (this.#waiting.size === 0) return
    this.#sending ??= this.#send().finally(() => {
      this.#sending = undefined
      this.call()
    })
  }

  async #send(): Promise<void> {
    // A job that is made is called out twice, to who watches and to who admits: the second must not wait for the first.
    await Promise.resolve()
    while (this.#waiting.size > 0) {
      const calls = [...this.#waiting]
      this.#waiting = new Set()
      await execute(this.#database.em.fork(), NOTIFY, [CHANNEL, JSON.stringify(calls)]).catch(this.#onError)
      await clock.sleep(COALESCE_MS)
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

const COALESCE_MS = 5
// Nothing is kept, so nobody waits for the disk (docs/decisions/0007).
const NOTIFY = /* sql */ `
with soon as materialized (select set_config('synchronous_commit', 'off', true))
select pg_notify(?, call) from soon, jsonb_array_elements_text(?::jsonb) as call`
