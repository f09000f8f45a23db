/** Parses the settings of the queue rules: job pools, type priorities and task groups. */
import type { GroupCriteria, QueueRules, TaskGroup } from '../../schema/queue.ts'
import { PRIORITIES, type Priority } from '../../schema/states.ts'

/**
 * `HIGH:2 LOWEST:1` → job pools, each with its threshold and size. Undefined if the text is malformed, or has
 * a threshold twice.
 */
export function readPools(text: string): QueueRules['pools'] | undefined {
  const pools = all(words(text), (word) => {
    const [threshold = '', size = '', ...more] = word.split(':')
    const priorityThreshold = priority(threshold)
    const places = whole(size)
    return priorityThreshold && places && more.length === 0 ? { priorityThreshold, size: places } : undefined
  })
  const thresholds = new Set(pools?.map(({ priorityThreshold }) => priorityThreshold))
  return pools && thresholds.size === pools.length ? pools : undefined
}

/**
 * `TRANSCODE=HIGH THUMBNAIL=LOW` → the default priority by job type. Undefined if the text is malformed, or
 * has a type twice.
 */
export function readPriorities(text: string): QueueRules['priorities'] | undefined {
  const pairs = all(words(text), (word) => {
    const [type = '', name = '', ...more] = word.split('=')
    const found = priority(name)
    return type !== '' && found && more.length === 0 ? ([type, found] as const) : undefined
  })
  const priorities = pairs && Object.fromEntries(pairs)
  return priorities && Object.keys(priorities).length === pairs.length ? priorities : undefined
}

/**
 * `proxies:max=2;type=TRANSCODE,THUMBNAIL;priority=LOW news:max=4;user=ann;data=channel=1` → task groups. A
 * job must match all criteria of an entry. Entries of the same name form one group, whose jobs match any of
 * them. Undefined if the text is malformed, or gives a group two limits.
 */
export function readGroups(text: string): readonly TaskGroup[] | undefined {
  const read = all(words(text), group)
  if (!read || hasTwoLimits(read)) return undefined
  return [...Map.groupBy(read, ({ name }) => name)].map(([name, parts]) => ({
    name,
    maxConcurrency: parts.find(({ maxConcurrency }) => maxConcurrency !== null)?.maxConcurrency ?? null,
    jobs: parts.flatMap(({ jobs }) => jobs),
  }))
}

function hasTwoLimits(groups: readonly TaskGroup[]): boolean {
  const limits = groups.filter(({ maxConcurrency }) => maxConcurrency !== null)
  return new Set(limits.map(({ name }) => name)).size < limits.length
}

function group(word: string): TaskGroup | undefined {
  const [, name, rest] = /^([^:;=]+):(.+)$/.exec(word) ?? []
  const options = all((rest ?? '').split(';'), (option) => {
    const at = option.indexOf('=')
    return at > 0 ? { key: option.slice(0, at), value: option.slice(at + 1) } : undefined
  })
  if (name === undefined || !options) return undefined
  const max = options.find(({ key }) => key === 'max')
  const limit = max === undefined ? null : whole(max.value)
  const criteria = criteriaOf(options.filter((option) => option !== max))
  return limit !== undefined && criteria ? { name, maxConcurrency: limit, jobs: [criteria] } : undefined
}

function criteriaOf(
  options: readonly { readonly key: string; readonly value: string }[],
): GroupCriteria | undefined {
  const criteria = all(options, ({ key, value }): GroupCriteria | undefined => {
    const values = value.split(',').filter((one) => one !== '')
    if (key === 'type') return { types: values }
    if (key === 'user') return { users: values }
    if (key === 'data') return { data: [pair(value)] }
    const priorities = key === 'priority' ? all(values, priority) : undefined
    return priorities && { priorities }
  })
  const data = criteria?.flatMap((one) => one.data ?? [])
  return criteria && Object.assign({}, ...criteria, { data })
}

function pair(text: string) {
  const at = text.indexOf('=')
  return at < 0 ? { key: text } : { key: text.slice(0, at), value: text.slice(at + 1) }
}

function priority(text: string): Priority | undefined {
  return PRIORITIES.find((one) => one === text)
}

function whole(text: string): number | undefined {
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}

/** Maps all items; undefined if one of them cannot be read. */
function all<A, B>(items: readonly A[], read: (item: A) => B | undefined): readonly B[] | undefined {
  const results: B[] = []
  for (const item of items) {
    const result = read(item)
    if (result === undefined) return undefined
    results.push(result)
  }
  return results
}
