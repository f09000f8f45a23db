/** Keeps the queue rules for a second, to give new jobs their priority and their task groups. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { readRules } from '../../../schema/queries/admission/queue-rules.ts'
import type { QueueRules } from '../../../schema/queue.ts'
import { clock } from '../runtime/clock.ts'

export class KnownRules {
  #known: { readonly rules: QueueRules; readonly at: number } | undefined
  #forgotten = 0

  /** The rules, at most a second old. */
  async read(em: EntityManager): Promise<QueueRules> {
    const now = clock.now()
    if (this.#known && now - this.#known.at <= KEPT_MS) return this.#known.rules
    const before = this.#forgotten
    const rules = await readRules(em)
    // Rules that were forgotten while they were read may be those before the change.
    if (before === this.#forgotten) this.#known = { rules, at: now }
    return rules
  }

  forget(): void {
    this.#forgotten += 1
    this.#known = undefined
  }
}

const KEPT_MS = 1_000
