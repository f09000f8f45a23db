/** The jobs that one client has still to be told of: each once, however often it changed meanwhile, and never too many. Pure. */
import { siteId } from '../../schema/ids.ts'
import type { Message, StepProgress } from './message.ts'

export class Changed {
  #jobs = new Map<number, readonly StepProgress[] | undefined>()
  #any = false

  /**
   * `any`: any job may have changed. `progress` is that of the job's steps, when they came further and nothing else has changed: a job
   * that moved is told without, so that nobody takes its new progress for all that there is to know.
   */
  note(job: number | 'any', progress?: readonly StepProgress[]): void {
    if (this.#any) return
    const moved = job !== 'any' && this.#jobs.has(job) && this.#jobs.get(job) === undefined
    if (job !== 'any') this.#jobs.set(job, moved ? undefined : progress)
    if (job !== 'any' && this.#jobs.size <= MOST_JOBS) return
    this.#any = true
    this.#jobs = new Map()
  }

  /** What to tell now; nothing is left. */
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

/** A client that is behind by more reads its list again faster. */
const MOST_JOBS = 500
