/** The jobs that the page has still to read again: each once, however often it changed meanwhile. */

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

  /** Resolves when there is something to take. */
  get noted(): Promise<void> {
    return this.#noted.promise
  }

  /** What has changed since the last time. */
  take(): Changed {
    const taken = this.#any ? 'any' : this.#jobs
    this.#jobs = new Set()
    this.#any = false
    this.#noted = Promise.withResolvers()
    return taken
  }
}

/** Whether a query with that key is to be asked again. One that names a job, `VX-12`, is about that job; others are about any. */
export function isTouched(key: readonly unknown[], changed: Changed): boolean {
  if (changed === 'any') return true
  const job = key.find((part) => typeof part === 'string' && JOB_ID.test(part))
  return job === undefined ? changed.size > 0 : changed.has(job as string)
}

const JOB_ID = /^[A-Z]{2}-\d+$/
