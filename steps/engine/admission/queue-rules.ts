/**
 * The queue rules, and the task groups that follow from them and from the job: when either changes, groups
 * are reassigned.
 */
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
 * Replaces the queue rules and reassigns the task groups of live jobs. All jobs are read, whatever the rules
 * were before: the last process that replaced them may have died before it was done.
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
  // Without task groups nothing follows, and admission need not wait.
  if (groups.length === 0) return retryConflicts(() => transaction(em.fork(), change))
  return underAdmissionLock(em, async (own) => {
    const known = await change(own)
    await reassignTaskGroups(own, [jobId])
    return known
  })
}

/**
 * One transaction during which nothing is admitted: a round that has begun decides by the old groups, and
 * commits before they change. Lock order: the admission lock before job locks, so the two cannot deadlock.
 */
function underAdmissionLock<T>(em: EntityManager, work: (em: EntityManager) => Promise<T>): Promise<T> {
  return retryConflicts(() =>
    em.fork().transactional(async (own) => {
      await waitForAdmissionLock(own)
      return work(own)
    }),
  )
}

/** By the current rules, which may be newer than those the caller has written. */
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

/** Jobs that are locked at once, and read by one statement. */
const AT_ONCE = 500
