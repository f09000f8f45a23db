import type { Database } from '../../schema/database.ts'
import { execute } from '../../schema/execute.ts'
import { clock } from './clock.ts'
import type { Publish } from './events.ts'

/** What one process calls out to the others. None of it carries state: whoever misses one finds out within a second. */
export type Call = 'admit' | `placed:${number}` | `abort:${number}` | `job:${number}`

export const CHANNEL = 'callsheet'

/**
 * Sends calls to all processes by NOTIFY, after the commit they speak of and never inside a state transaction: NOTIFY takes
 * a database-wide lock at commit. The first goes at once; those of the next 5 ms go together, each once (design.md §3.3).
 */
export class Wake {
  readonly #database: Database
  readonly #onError: (error: unknown) => void
  #waiting = new Set<Call>()
  #sending: Promise<void> | undefined

  constructor(database: Database, onError: (error: unknown) => void) {
    this.#database = database
    this.#onError = onError
  }

  call(...calls: readonly Call[]): void {
    for (const one of calls) this.#waiting.add(one)
    this.#sending ??= this.#send().finally(() => {
      this.#sending = undefined
    })
  }

  async #send(): Promise<void> {
    while (this.#waiting.size > 0) {
      const calls = [...this.#waiting]
      this.#waiting = new Set()
      await execute(this.#database.em.fork(), NOTIFY, [CHANNEL, JSON.stringify(calls)]).catch(this.#onError)
      await clock.sleep(COALESCE_MS)
    }
  }
}

/** Publishes, and calls out which jobs have moved: who waits for one (`changes.ts`) may be in any process. */
export function callingOut(publish: Publish, wake: Wake): Publish {
  return (event) => {
    publish(event)
    if (event.type === 'job-moved') wake.call(`job:${event.job}`)
  }
}

const COALESCE_MS = 5
const NOTIFY = /* sql */ `select pg_notify(?, call) from jsonb_array_elements_text(?::jsonb) as call`
