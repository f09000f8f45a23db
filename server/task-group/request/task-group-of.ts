/** Reads the task group of a request, and refuses what the engine cannot honor. */
import type { TaskGroupDocument } from '../../../schema/documents/task-group.ts'
import { oneOfNearest } from '../../../schema/nearest.ts'
import type { GroupCriteria, TaskGroup } from '../../../schema/queue.ts'
import { PRIORITIES, type Priority } from '../../../schema/states.ts'
import { MOST_PLACES, wholeNumber } from '../../configuration/whole-number.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import { atMost, checkedText } from './bounds.ts'
import { metadataWith } from './group-metadata.ts'

/** Names the place of a value for an error: `TaskGroupDocument.job[0].type[0]`, or a query parameter. */
export type At = (element: string) => string

/** Throws `invalidInput` for the first element that has no effect here. */
export function taskGroupOf(
  name: string,
  document: TaskGroupDocument,
  { at, jobTypes }: { readonly at: At; readonly jobTypes: readonly string[] },
): TaskGroup {
  if (document.name !== undefined && document.name !== name)
    throw invalidInput(at('name'), `expected ${name} as in the path, got “${document.name}”`, document.name)
  const { job, transcoder, metadata, priority, maxConcurrency } = document
  const names = transcoder.map(({ id }, index) => checkedText(at(`transcoder[${index}].id`), id))
  return {
    name: checkedText('name', name),
    maxConcurrency:
      maxConcurrency === undefined ? null : wholeNumber(at('maxConcurrency'), maxConcurrency, MOST_PLACES),
    jobs: atMost(at('job'), job).map((one, index) =>
      criteriaOf(one, (element) => at(`job[${index}].${element}`), jobTypes),
    ),
    transcoders: [...new Set(atMost(at('transcoder'), names))],
    ...(priority !== undefined && { priority: groupPriority(at('priority'), priority) }),
    metadata: metadataWith([], metadata?.field ?? [], at),
  }
}

function groupPriority(at: string, priority: Priority): Priority {
  if (priority !== 'IMMEDIATE') return priority
  const others = PRIORITIES.filter((one) => one !== priority)
  throw invalidInput(
    at,
    `expected one of ${others.join(', ')}, got “${priority}”: only jobs can be ${priority}`,
    priority,
  )
}

function criteriaOf(
  { type, priority, user, group, data }: TaskGroupDocument['job'][number],
  at: At,
  jobTypes: readonly string[],
): GroupCriteria {
  refuseUnknownTypes(type, at, jobTypes)
  const [ofUsers] = group
  if (ofUsers !== undefined)
    throw invalidInput(
      at('group[0]'),
      `task groups do not tell users by their groups: expected type, priority, user or data, got group “${ofUsers}”`,
      ofUsers,
    )
  return {
    ...(type.length > 0 && { types: atMost(at('type'), type) }),
    ...(priority.length > 0 && { priorities: atMost(at('priority'), priority) }),
    ...(user.length > 0 && {
      users: atMost(at('user'), user).map((one, index) => checkedText(at(`user[${index}]`), one)),
    }),
    ...(data.length > 0 && {
      data: atMost(at('data'), data).map((one, index) => dataOf(at(`data[${index}].key`), one)),
    }),
  }
}

function refuseUnknownTypes(types: readonly string[], at: At, jobTypes: readonly string[]): void {
  for (const [index, type] of types.entries())
    if (!jobTypes.includes(type))
      throw invalidInput(
        at(`type[${index}]`),
        `expected ${oneOfNearest(jobTypes, type)}, got “${type}”`,
        type,
      )
}

function dataOf(at: string, { key, value }: TaskGroupDocument['job'][number]['data'][number]) {
  return { key: checkedText(at, key), ...(value !== undefined && { value }) }
}
