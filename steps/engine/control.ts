import type { EntityManager } from '@mikro-orm/postgresql'
import { pauseType, resumeType } from '../../schema/queries/admission/pauses.ts'
import { deleteJobs, type NotDeleted } from '../../schema/queries/jobs/delete-jobs.ts'
import type { Database } from '../../schema/sql/database.ts'
import { isRunning, type Priority } from '../../schema/states.ts'
import { changePriorityAndGroups } from './admission/queue-rules.ts'
import type { Publish } from './runtime/events.ts'
import type { Wake } from './runtime/wake.ts'
import { changeAndPublish, type DecideIn } from './transition/change-job.ts'
import { abortedAgain } from './transition/cleanup.ts'
import { type NotRun, runStep } from './transition/run-step.ts'

/** What can be asked of jobs that are there. */
export class Control {
  readonly #database: Database
  readonly #wake: Wake
  readonly #publish: Publish

  constructor(database: Database, wake: Wake, publish: Publish) {
    this.#database = database
    this.#wake = wake
    this.#publish = publish
  }

  /**
   * Asks for a job to be aborted: ABORTED_PENDING, or ABORTED at once where nothing has to be stopped or cleaned up. Of one that
   * is being aborted already it ends the clean-up. Of a job that is final, unknown, or not yet being cleaned up, nothing changes: false.
   */
  async abort(
    jobId: number,
    abort: { readonly user: string; readonly reason: string | null; readonly cleanup: boolean },
  ): Promise<boolean> {
    const { user, reason } = abort
    const changed = await this.#move(jobId, (job) =>
      job.abort ? abortedAgain(job, abort) : { abort, user, cause: reason ?? `aborted by ${user}` },
    )
    if (changed) this.#wake.call(`abort:${jobId}`)
    return changed
  }

  /**
   * Asks what runs of a job to end early with what it has; what waits is given up. A job of which nothing runs is aborted. Of one
   * that is final, unknown, being aborted or asked to stop already, nothing changes: false.
   */
  async stop(jobId: number, user: string): Promise<boolean> {
    const changed = await this.#move(jobId, (job) => {
      if (job.abort || job.stop) return undefined
      if (job.steps.some(({ state }) => isRunning(state))) return { stop: { user }, user }
      const reason = 'stopped while nothing of it ran'
      return { abort: { user, reason, cleanup: true }, user, cause: reason }
    })
    if (changed) this.#wake.call(`stop:${jobId}`)
    return changed
  }

  /**
   * Lets nothing more of a job start until it is resumed; what runs goes on to its end. Of one that is final, unknown, being
   * aborted or paused already, nothing changes: false.
   */
  async pause(jobId: number, user: string): Promise<boolean> {
    return this.#move(jobId, (job) =>
      job.abort || job.paused ? undefined : { pause: { user }, user, cause: `paused by ${user}` },
    )
  }

  /** Lets a paused job go on where it was. Of a job that is not paused nothing changes: false. */
  async resume(jobId: number, user: string): Promise<boolean> {
    return this.#move(jobId, (job) =>
      job.paused ? { resume: true, user, cause: `resumed by ${user}` } : undefined,
    )
  }

  /** Lets no step of jobs of the type start until it is resumed, clean-up excepted; of no job at all where the type is empty. Changes no job. */
  async pauseType(em: EntityManager, type: string, user: string): Promise<void> {
    await pauseType(em, type, user)
  }

  async resumeType(em: EntityManager, type: string): Promise<void> {
    await resumeType(em, type)
    this.#wake.call('admit')
  }

  /** Changes the priority of a job, queued, running or final; false for an unknown one. */
  async changePriority(em: EntityManager, jobId: number, priority: Priority, user: string): Promise<boolean> {
    const known = await changePriorityAndGroups(em, jobId, priority, user)
    this.#wake.call('admit')
    return known
  }

  /** Lets a job in HOLD go on by itself. Of any other job nothing changes. */
  async release(jobId: number, user: string): Promise<void> {
    await this.#move(jobId, (job) => (job.held ? { release: true, user } : undefined))
  }

  /** Lets one step of a job in HOLD run; or says why it cannot. */
  async runStep(jobId: number, number: number, user: string): Promise<NotRun | undefined> {
    let refused: NotRun | undefined = { reason: 'the job is over' }
    await this.#move(jobId, (job) => {
      const answer = runStep(job, number)
      refused = 'event' in answer ? undefined : answer
      return 'event' in answer ? { transitions: [answer], user } : undefined
    })
    return refused
  }

  /** Deletes jobs that are final, with all that belongs to them: all, or none and why the first cannot be. */
  async delete(em: EntityManager, jobIds: readonly number[], user: string): Promise<NotDeleted | undefined> {
    const refused = await deleteJobs(em, jobIds)
    if (!refused) for (const job of jobIds) this.#publish({ type: 'job-deleted', job, user })
    return refused
  }

  async #move(jobId: number, decide: DecideIn): Promise<boolean> {
    const written = await changeAndPublish(this.#database, this.#publish, jobId, decide)
    if (written) this.#wake.call('admit')
    return written !== undefined
  }
}
