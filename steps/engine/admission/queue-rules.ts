/** The task groups of a job follow from what it is and from the rules of the queue: when either changes, they are decided again. */
import { isDeepStrictEqual } from 'node:util'
import type { EntityManager } from '@mikro-orm/postgresql'
import { keyOf, needFrom } from '../../../schema/need.ts'
import { waitForAdmissionLock } from '../../../schema/queries/admission/admission-lock.ts'
import { readRules, writeRules } from '../../../schema/queries/admission/queue-rules.ts'
import {
  type GroupedJob,
  groupedJobs,
  lockGrouped,
  writeGroups,
} from '../../../schema/queries/admission/task-groups.ts'
import { changePriority } from '../../../schema/queries/transition/change-priority.ts'
import type { QueueRules } from '../../../schema/queue.ts'
import { retryConflicts } from '../../../schema/sql/conflict.ts'
import { transaction } from '../../../schema/sql/transaction.ts'
import { type Priority, priorityOf } from '../../../schema/states.ts'
import { groupsOf } from './task-groups.ts'

/**
 * Replaces the rules of the queue, and regroups the live jobs by them. All are looked at whatever the rules were before: who did
 * this last may have died over it.
 */
export async function replaceRules(em: EntityManager, rules: QueueRules, signal: AbortSignal): Promise<void> {
  await writeRules(em, rules)
  let jobs: readonly GroupedJob[]
  for (let last = 0; !signal.aborted; last = jobs.at(-1)?.id ?? last) {
    jobs = await groupedJobs(em, last, AT_ONCE)
    const ids = jobs.filter((job) => isOther(job, rules)).map(({ id }) => id)
    if (ids.length > 0) await underAdmissionLock(em, (own) => reassignTaskGroups(own, ids))
    if (jobs.length < AT_ONCE) return
  }
}

/** Changes the priority of a job and the groups that follow from it; false for an unknown one. */
export async function changePriorityAndGroups(
  em: EntityManager,
  jobId: number,
  priority: Priority,
  user: string,
): Promise<boolean> {
  const { groups } = await readRules(em)
  const change = (own: EntityManager) => changePriority(own, jobId, priority, user)
  // Where nothing follows from it, admission is not held up.
  if (groups.length === 0) return retryConflicts(() => transaction(em.fork(), change))
  return underAdmissionLock(em, async (own) => {
    const known = await change(own)
    await reassignTaskGroups(own, [jobId])
    return known
  })
}

/**
 * One transaction beside which nothing is admitted: a round that has begun decides by the old groups, and its places are written
 * before these change. The turn comes before the locks of jobs, so that nobody who has it waits for who waits for it.
 */
function underAdmissionLock<T>(em: EntityManager, work: (em: EntityManager) => Promise<T>): Promise<T> {
  return retryConflicts(() =>
    em.fork().transactional(async (own) => {
      await waitForAdmissionLock(own)
      return work(own)
    }),
  )
}

/** By the rules as they are now, of which there may be newer ones than who asks has written. */
async function reassignTaskGroups(em: EntityManager, jobIds: readonly number[]): Promise<void> {
  const rules = await readRules(em)
  const jobs = (await lockGrouped(em, jobIds)).filter((job) => isOther(job, rules))
  await writeGroups(
    em,
    jobs.map((job) => {
      const groups = groupsOfJob(job, rules)
      const needs = job.needs.map((was) => ({ was, need: keyOf({ ...needFrom(was), groups }) }))
      return { id: job.id, groups, needs }
    }),
  )
}

function isOther(job: GroupedJob, rules: QueueRules): boolean {
  return !isDeepStrictEqual(groupsOfJob(job, rules), job.groups)
}

function groupsOfJob({ priority, ...job }: GroupedJob, rules: QueueRules): readonly string[] {
  return groupsOf(rules, { ...job, priority: priorityOf(priority) })
}

/** Jobs that are locked at once, and looked at by one statement. */
const AT_ONCE = 500
