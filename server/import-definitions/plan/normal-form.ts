/** Brings documents into a form in which equal ones are equal, however they were written. Pure. */
import { isDeepStrictEqual } from 'node:util'
import type { JobPoolListDocument } from '../../../schema/documents/job-pool.ts'
import type { JobPriorityConfigurationDocument } from '../../../schema/documents/job-priority.ts'
import type { TaskDefinitionDocument } from '../../../schema/documents/task-definition.ts'
import type { TaskGroupDocument } from '../../../schema/documents/task-group.ts'

export function isSameDefinition(one: TaskDefinitionDocument, other: TaskDefinitionDocument): boolean {
  return isDeepStrictEqual(definition(one), definition(other))
}

/** `given` says nothing about `concurrentJobs` if it has none: the server then keeps its value. */
export function isSamePools(given: JobPoolListDocument, here: JobPoolListDocument): boolean {
  const { concurrentJobs = here.concurrentJobs } = given
  return concurrentJobs === here.concurrentJobs && isDeepStrictEqual(pools(given), pools(here))
}

/** The order of the types has no meaning. */
export function isSamePriorities(
  one: JobPriorityConfigurationDocument,
  other: JobPriorityConfigurationDocument,
): boolean {
  return isDeepStrictEqual(priorities(one), priorities(other))
}

export function isSameGroup(one: TaskGroupDocument, other: TaskGroupDocument): boolean {
  return isDeepStrictEqual(group(one), group(other))
}

/** Without the id, with the defaults of the server, and an empty text as none. */
function definition(document: TaskDefinitionDocument): object {
  const { step, jobType, flags = 0, cleanup = false, critical = true, plugin = false } = document
  const { description, extradata, script, bean, method, metadata } = document
  return {
    ...{ step, jobType, flags, cleanup, critical, plugin },
    texts: [description, extradata, script, bean, method].map((text) => text ?? ''),
    metadata: metadata?.field ?? [],
    dependency: dependency(document.dependency),
    parallelDependency: dependency(document.parallelDependency),
  }
}

/** Step 0 is no dependency (wire.md §11.1). */
function dependency(given: TaskDefinitionDocument['dependency'] = {}): object {
  const { step = 0, previous = false, allPrevious = false } = given
  return { step, previous, allPrevious }
}

function pools({ pool }: JobPoolListDocument): readonly object[] {
  return pool.map(({ priorityThreshold, size }) => ({ priorityThreshold, size }))
}

function priorities({ job }: JobPriorityConfigurationDocument): object {
  return new Map(job.map(({ type, value }) => [type, value]))
}

/** A node, and a key of the metadata, counts once; the last value of a key wins. */
function group({ name, job, transcoder, metadata, priority, maxConcurrency }: TaskGroupDocument): object {
  return {
    ...{ name, priority, maxConcurrency },
    job: job.map(({ type, priority: priorities, user, group: ofUsers, data }) => ({
      ...{ type, priorities, user, ofUsers },
      data: data.map(({ key, value }) => ({ key, value })),
    })),
    transcoder: [...new Set(transcoder.map(({ id }) => id))],
    metadata: new Map(metadata?.field.map(({ key, value }) => [key, value])),
  }
}
