/** Keeps the other nodes informed whether the media programs of this one work. */
import { setMediaTrouble } from '../../../schema/queries/nodes/media-trouble.ts'
import { checkSoon } from '../../../schema/queries/problems/problems.ts'
import type { Database } from '../../../schema/sql/database.ts'
import { NODE } from '../admission/node-requirements.ts'
import type { Publish } from '../runtime/events.ts'

/** Looks the programs up again; returns why they do not work, or undefined if they do. */
export type LookUpPrograms = () => Promise<string | undefined>

export class MediaPrograms {
  readonly #lookUp: LookUpPrograms
  readonly #database: Database
  readonly #publish: Publish
  #trouble: string | undefined

  constructor(lookUp: LookUpPrograms, database: Database, publish: Publish) {
    this.#lookUp = lookUp
    this.#database = database
    this.#publish = publish
  }

  /** Why they did not work at the last check. */
  get trouble(): string | undefined {
    return this.#trouble
  }

  /** `node`: undefined before it has joined. A change makes waiting steps go on, or new ones wait. */
  async check(node: number | undefined): Promise<void> {
    const before = this.#trouble
    this.#trouble = await this.#lookUp()
    if (this.#trouble !== before) this.#publish({ type: 'media-programs', trouble: this.#trouble })
    const em = this.#database.em.fork()
    if (node !== undefined && (await setMediaTrouble(em, node, this.#trouble))) await checkSoon(em, NODE)
  }
}
