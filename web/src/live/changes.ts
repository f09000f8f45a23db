/** Collects changed jobs until the page refetches them; repeated changes of a job count once. */

export type Changed = ReadonlySet<string> | 'any'

export class Changes {
  #jobs = new Set<string>()
  #any = false
  #noted = Promise.withResolvers<void>()

  /** `any`: any job may have changed. */
  note(job: string): void {
    if (job === 'any') this.#any = true
    else this.#jobs.add(job)
    this.#noted.resolve()
  }

  /** Resolves when there are changes to take. */
  get noted(): Promise<void> {
    return this.#noted.promise
  }

  /** Returns and clears the changes since the last call. */
  take(): Changed {
    const taken = this.#any ? 'any' : this.#jobs
    this.#jobs = new Set()
    this.#any = false
    this.#noted = Promise.withResolvers()
    return taken
  }
}

/**
 * Whether a query must be refetched. A key that contains a job id is about that job; any other is about all
 * jobs.
 */
export function isTouched(key: readonly unknown[], changed: Changed): boolean {
  if (changed === 'any') return true
  const job = key.find((part) => typeof part === 'string' && JOB_ID.test(part))
  return job === undefined ? changed.size > 0 : changed.has(job as string)
}

const JOB_ID = /^[A-Z]{2}-\d+$/
