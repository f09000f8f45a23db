/** What can be requested of existing jobs. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { pauseType, resumeType } from '../../schema/queries/admission/pauses.ts'
import type { Once } from '../../schema/queries/jobs/create-job.ts'
import { deleteJobs, type NotDeleted } from '../../schema/queries/jobs/delete-jobs.ts'
import { notingChanged } from '../../schema/queries/jobs/idempotency.ts'
import { retryConflicts } from '../../schema/sql/conflict.ts'
import type { Database } from '../../schema/sql/database.ts'
import { commitWith, transaction } from '../../schema/sql/transaction.ts'
import type { Priority } from '../../schema/states.ts'
import { changePriorityAndGroups } from './admission/queue-rules.ts'
import { type AbortRequest, type ControlRequest, controlling } from './control-requests.ts'
import type { Publish } from './runtime/events.ts'
import type { Call, Wake } from './runtime/wake.ts'
import {
  changeAndPublish,
  type Decide,
  decideTogether,
  publishChange,
  writesOf,
  writtenIn,
} from './transition/change-job.ts'
import { type NotRun, runStep } from './transition/run-step.ts'

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
   * Requests the abort of a job: it becomes ABORTED_PENDING, or ABORTED at once where nothing has to be
   * stopped or cleaned up. A second abort ends clean-up that has begun. False when nothing changes: the job
   * is final, unknown, or not yet cleaning up.
   */
  async abort(jobId: number, abort: AbortRequest): Promise<boolean> {
    return this.control(jobId, { control: 'abort', ...abort })
  }

  /**
   * Asks the running steps of a job to end early with what they have; waiting steps fail. A job without a
   * running step is aborted. False when nothing changes: the job is final, unknown, being aborted, or was
   * asked to stop before.
   */
  async stop(jobId: number, user: string): Promise<boolean> {
    return this.control(jobId, { control: 'stop', user })
  }

  /**
   * Starts no further step of a job until it is resumed; running steps go on to their end. False when nothing
   * changes: the job is final, unknown, being aborted, or paused.
   */
  async pause(jobId: number, user: string): Promise<boolean> {
    return this.control(jobId, { control: 'pause', user })
  }

  /** Lets a paused job go on; false when it is not paused. */
  async resume(jobId: number, user: string): Promise<boolean> {
    return this.control(jobId, { control: 'resume', user })
  }

  async control(jobId: number, request: ControlRequest): Promise<boolean> {
    const changed = await this.#change(jobId, controlling(request))
    if (changed) this.#wake.call(...callsFor(request, [jobId]))
    return changed
  }

  /**
   * Requests the same of several jobs in one transaction, and with it notes the changed jobs under the key of
   * the request. Returns their ids. Waits for no lock: of a job that is not among them nothing is known, so
   * it has to be asked alone.
   */
  async controlTogether(
    jobIds: readonly number[],
    request: ControlRequest,
    once: Once | undefined,
  ): Promise<readonly number[]> {
    const decide = controlling(request)
    const placed = new Set<number>()
    const decideOne: Decide = (job) => {
      if (job.placements.length > 0) placed.add(job.id)
      return decide(job)
    }
    const changes = await retryConflicts(() => {
      placed.clear()
      return transaction(this.#database.em.fork(), async (em) => {
        const changed = await decideTogether(em, new Map(jobIds.map((id) => [id, decideOne] as const)))
        const written = writtenIn(changed)
        const ids = written.map(({ jobId }) => jobId)
        const note = once && ids.length > 0 ? [notingChanged(request.user, once, ids)] : []
        await commitWith(em, [...writesOf(changed), ...note])
        return written
      })
    })
    for (const change of changes) publishChange(this.#publish, change)
    const ids = changes.map(({ jobId }) => jobId)
    this.#wake.call(
      'admit',
      ...callsFor(
        request,
        ids.filter((id) => placed.has(id)),
      ),
    )
    return ids
  }

  /**
   * Starts no step of jobs of the type until it is resumed, clean-up excepted; an empty type is the whole
   * queue. Changes no job.
   */
  async pauseType(em: EntityManager, type: string, user: string): Promise<void> {
    await pauseType(em, type, user)
  }

  async resumeType(em: EntityManager, type: string): Promise<void> {
    await resumeType(em, type)
    this.#wake.call('admit')
  }

  /** Changes the priority of a job in any state; false for an unknown job. */
  async changePriority(em: EntityManager, jobId: number, priority: Priority, user: string): Promise<boolean> {
    const known = await changePriorityAndGroups(em, jobId, priority, user)
    this.#wake.call('admit')
    return known
  }

  /** Ends the hold of a job. Changes no other job. */
  async releaseHold(jobId: number, user: string): Promise<void> {
    await this.#change(jobId, (job) => (job.held ? { releaseHold: true, user } : undefined))
  }

  /** Starts one step of a held job; or says why it cannot start. */
  async runStep(jobId: number, number: number, user: string): Promise<NotRun | undefined> {
    let refused: NotRun | undefined = { reason: 'the job has ended' }
    await this.#change(jobId, (job) => {
      const answer = runStep(job, number)
      refused = 'event' in answer ? undefined : answer
      return 'event' in answer ? { transitions: [answer], user } : undefined
    })
    return refused
  }

  /** Deletes final jobs and everything that belongs to them: all of them, or none and the first reason. */
  async delete(em: EntityManager, jobIds: readonly number[], user: string): Promise<NotDeleted | undefined> {
    const refused = await deleteJobs(em, jobIds)
    if (!refused) for (const job of jobIds) this.#publish({ type: 'job-deleted', job, user })
    return refused
  }

  async #change(jobId: number, decide: Decide): Promise<boolean> {
    const written = await changeAndPublish(this.#database, this.#publish, jobId, decide)
    if (written) this.#wake.call('admit')
    return written !== undefined
  }
}

/** The wake-ups for the attempts of these jobs. */
function callsFor({ control }: ControlRequest, jobIds: readonly number[]): readonly Call[] {
  return control === 'abort' || control === 'stop'
    ? jobIds.map((id): Call => (control === 'abort' ? `abort:${id}` : `stop:${id}`))
    : []
}
