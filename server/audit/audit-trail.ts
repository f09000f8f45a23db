/** Writes the audit, and decides which requests it has. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { type AuditEntry, writeAudit } from '../../schema/queries/access/audit.ts'
import type { Operation } from '../http/operation.ts'

/** Entries of requests that arrive while others are written share the next statement. */
export class AuditTrail {
  readonly #fork: () => EntityManager
  readonly #onError: (error: unknown) => void
  #waiting: AuditEntry[] = []
  #writing: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined

  constructor(fork: () => EntityManager, onError: (error: unknown) => void) {
    this.#fork = fork
    this.#onError = onError
  }

  /**
   * Resolves when the entry is stored. A failure is reported, and does not fail the request: what it did has
   * been done.
   */
  readonly record = (entry: AuditEntry): Promise<void> => {
    this.#waiting.push({ ...entry, path: entry.path.slice(0, LONGEST_PATH) })
    this.#next ??= this.#writing.then(() => this.#write())
    return this.#next
  }

  #write(): Promise<void> {
    const entries = this.#waiting
    this.#waiting = []
    this.#next = undefined
    this.#writing = writeAudit(this.#fork(), entries).catch(this.#onError)
    return this.#writing
  }
}

/** Whether requests of an operation are recorded: those that change something or issue a token. Pure. */
export function isAudited({ method, readOnly, audited }: Operation['declaration']): boolean {
  return audited === true || (method !== 'GET' && !readOnly)
}

/** `PUT /user/{user}`, as in the reference documentation. Pure. */
export function operationName({ method, path }: Operation['declaration']): string {
  return `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`
}

/** Characters of a path that are kept. */
const LONGEST_PATH = 500
