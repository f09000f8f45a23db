/** The changes that one client has not been sent yet: each job once, and a bounded number of jobs. Pure. */
import { siteId } from '../../schema/ids.ts'
import type { Message, StepProgress } from './message.ts'

export class Changed {
  #jobs = new Map<number, readonly StepProgress[] | undefined>()
  #any = false

  /**
   * `any`: any job may have changed. `progress`: the new progress of the job's steps, if nothing else has
   * changed. A job with any other change is sent without it, so that the client reads the whole job again.
   */
  note(job: number | 'any', progress?: readonly StepProgress[]): void {
    if (this.#any) return
    const moved = job !== 'any' && this.#jobs.has(job) && this.#jobs.get(job) === undefined
    if (job !== 'any') this.#jobs.set(job, moved ? undefined : progress)
    if (job !== 'any' && this.#jobs.size <= MOST_JOBS) return
    this.#any = true
    this.#jobs = new Map()
  }

  /** Removes and returns all pending messages. */
  take(): readonly Message[] {
    const [jobs, any] = [this.#jobs, this.#any]
    this.#jobs = new Map()
    this.#any = false
    if (any) return [{ type: 'jobs' }]
    return [...jobs].map(([job, progress]) => ({
      ...{ type: 'job', job: siteId(job) },
      ...(progress && { progress }),
    }))
  }
}

/** Beyond this, reading the list again is faster for the client. */
const MOST_JOBS = 500
