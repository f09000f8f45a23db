/** Notices that a newer server has migrated the database of this one. */
import { SCHEMA_VERSION } from '../../../schema/migrations/migrations.ts'
import type { Database } from '../../../schema/sql/database.ts'
import { newerSchema } from '../../../schema/sql/newer-schema.ts'
import { every } from '../../../steps/engine/runtime/clock.ts'

export class SchemaWatch implements AsyncDisposable {
  readonly #stop = new AbortController()
  readonly #ended: Promise<void>
  #newer: string | undefined

  constructor(database: Database, warn: (text: string) => void) {
    const em = () => database.em.fork()
    // That the database is away is reported by others.
    this.#ended = every(
      CHECK_MS,
      this.#stop.signal,
      () => undefined,
      async () => {
        if (this.#newer === undefined) this.#notice(await newerSchema(em()), warn)
      },
    )
  }

  /** Whether the schema is newer than this server knows, so that it must not write. */
  get isOutdated(): boolean {
    return this.#newer !== undefined
  }

  #notice(newer: string | undefined, warn: (text: string) => void): void {
    if (newer === undefined) return
    this.#newer = newer
    warn(
      `the database has schema ${newer}, and this server knows only ${SCHEMA_VERSION}: ` +
        'a newer server has taken over, and this one refuses all changes',
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await this.#ended
  }
}

const CHECK_MS = 2_000
