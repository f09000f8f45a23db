/**
 * Checks the task groups of all live jobs some seconds after the groups have changed: a server may have
 * created a job with the old groups, or may have died while it reassigned them.
 */
import type { EntityManager } from '@mikro-orm/postgresql'
import { groupsToCheck, noteGroupsChecked, readRules } from '../../../schema/queries/admission/queue-rules.ts'
import { reassignPage } from './queue-rules.ts'

export class GroupCheck {
  /** The change that is being checked, and the last job that was. */
  #checking: { readonly changed: string; readonly last: number } | undefined

  /** Checks some thousand jobs at most, so that other work need not wait. */
  async round(em: EntityManager): Promise<void> {
    const changed = await groupsToCheck(em, AFTER_S)
    if (changed === undefined) return
    const rules = await readRules(em)
    let last = this.#checking?.changed === changed ? this.#checking.last : 0
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const next = await reassignPage(em, rules, last)
      if (next === undefined) {
        this.#checking = undefined
        return noteGroupsChecked(em, changed)
      }
      last = next
    }
    this.#checking = { changed, last }
  }
}

/** Twice as long as a server keeps the old rules. */
const AFTER_S = 2
/** Of 500 jobs each: about 100 ms. */
const MOST_PAGES = 10
