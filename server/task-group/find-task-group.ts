/** Finds the task group that a path names, and changes it. */
import type { QueueRules, TaskGroup } from '../../schema/queue.ts'
import { notFound } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { boundedGroups } from './request/bounds.ts'

/** Throws `notFound` for an unknown name. */
export function findTaskGroup({ groups }: QueueRules, name: string): TaskGroup {
  const group = groups.find((one) => one.name === name)
  if (group) return group
  throw notFound(
    'task-group',
    name,
    groups.map((one) => one.name),
  )
}

/** Replaces one group of the rules, which keeps its place. Throws `notFound` for an unknown name. */
export async function changeTaskGroup(
  { em, engine }: Pick<Context, 'em' | 'engine'>,
  name: string,
  change: (group: TaskGroup) => TaskGroup,
): Promise<void> {
  await engine.changeRules(em, (rules) => {
    const changed = change(findTaskGroup(rules, name))
    return { groups: boundedGroups(rules.groups.map((group) => (group.name === name ? changed : group))) }
  })
}
