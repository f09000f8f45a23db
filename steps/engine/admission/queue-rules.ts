/**
 * The queue rules, and the task groups that follow from them and from the job: when either changes, groups
 * are reassigned.
 */
import { isDeepStrictEqual } from 'node:util'
import type { EntityManager } from '@mikro-orm/postgresql'
import { keyOf, needFrom } from '../../../schema/need.ts'
import { waitForAdmissionLock } from '../../../schema/queries/admission/admission-lock.ts'
import {
  lockRules,
  readRules,
  writeOverApi,
  writeSettings,
} from '../../../schema/queries/admission/queue-rules.ts'
import {
  type GroupedJob,
  groupedJobs,
  lockGrouped,
  writeGroups,
} from '../../../schema/queries/admission/task-groups.ts'
import { checkSoon } from '../../../schema/queries/problems/problems.ts'
import { changePriority } from '../../../schema/queries/transition/change-priority.ts'
import { type QueueRules, RULE_NAMES } from '../../../schema/queue.ts'
import { retryConflicts } from '../../../schema/sql/conflict.ts'
import { transaction } from '../../../schema/sql/transaction.ts'
import { type Priority, priorityOf } from '../../../schema/states.ts'
import { NODE } from './node-requirements.ts'
import { groupsOf } from './task-groups.ts'

/**
 * Replaces the queue rules that were not changed over the API by those of the settings, and reassigns the
 * task groups of live jobs. All jobs are read, whatever the rules were before: the last process that
 * replaced them may have died before it was done.
 */
export async function replaceRules(em: EntityManager, rules: QueueRules, signal: AbortSignal): Promise<void> {
  await reassignAll(em, await writeSettings(em, rules), signal)
}

/**
 * Changes the queue rules that `change` returns, which from then on apply in spite of the settings. Changes
 * run one after the other, each on the result of the last; if `change` throws, nothing changes. Resolves once
 * the live jobs have the task groups that follow.
 */
export async function changeRules(em: EntityManager, change: RulesChange): Promise<void> {
  const { before, after } = await retryConflicts(() =>
    transaction(em.fork(), async (own) => {
      const rules = await lockRules(own)
      const changed = change(rules)
      const all = { ...rules, ...changed }
      const names = RULE_NAMES.filter((name) => changed[name] !== undefined)
      await writeOverApi(own, all, names)
      return { before: rules, after: all }
    }),
  )
  if (!isDeepStrictEqual(membership(before), membership(after))) await reassignAll(em, after)
  if (!isDeepStrictEqual(before.groups, after.groups)) await checkSoon(em, NODE)
}

/** Returns the rules to replace. */
export type RulesChange = (rules: QueueRules) => Partial<QueueRules>

/** What determines the task groups of a job. */
function membership({ groups }: QueueRules) {
  return groups.map(({ name, jobs }) => ({ name, jobs }))
}

async function reassignAll(em: EntityManager, rules: QueueRules, signal?: AbortSignal): Promise<void> {
  let last: number | undefined = 0
  while (last !== undefined && !signal?.aborted) last = await reassignPage(em, rules, last)
}

/**
 * Reassigns the task groups of the first live jobs after an id. Returns the id of the last of them; undefined
 * when no job follows.
 */
export async function reassignPage(
  em: EntityManager,
  rules: QueueRules,
  afterId: number,
): Promise<number | undefined> {
  const jobs = await groupedJobs(em, afterId, AT_ONCE)
  const ids = jobs.filter((job) => isOther(job, rules)).map(({ id }) => id)
  if (ids.length > 0) await underAdmissionLock(em, (own) => reassignTaskGroups(own, ids))
  return jobs.length < AT_ONCE ? undefined : jobs.at(-1)?.id
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
