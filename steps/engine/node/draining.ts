/** Keeps a node from taking further steps once the schema is newer than its release. */
import { SCHEMA_VERSION } from '../../../schema/migrations/migrations.ts'
import { drainNode } from '../../../schema/queries/nodes/drain-node.ts'
import type { Database } from '../../../schema/sql/database.ts'
import { newerSchema } from '../../../schema/sql/newer-schema.ts'
import type { Publish } from '../runtime/events.ts'

/** In a rolling upgrade the first new server migrates the database, under the nodes that still run. */
export class Draining {
  readonly #database: Database
  readonly #publish: Publish
  #newer: string | undefined

  constructor(database: Database, publish: Publish) {
    this.#database = database
    this.#publish = publish
  }

  /** Whether the node only finishes what runs. */
  get isOn(): boolean {
    return this.#newer !== undefined
  }

  /** A node that has joined again is marked again. `running`: how many attempts it still has. */
  async check(node: number | undefined, running: number): Promise<void> {
    const em = this.#database.em.fork()
    const newer = this.#newer ?? (await newerSchema(em))
    if (newer === undefined) return
    if (this.#newer === undefined) {
      this.#newer = newer
      this.#publish({ type: 'node-draining', node: node ?? 0, schema: newer, knows: SCHEMA_VERSION, running })
    }
    if (node !== undefined) await drainNode(em, node)
  }
}
