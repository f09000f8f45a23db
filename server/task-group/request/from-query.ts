/** Reads a task group from the query of `PUT /task-group/{group}` (wire.md §12). */
import type { TaskGroupDocument } from '../../../schema/documents/task-group.ts'
import { listNearest } from '../../../schema/nearest.ts'
import { PRIORITIES, type Priority } from '../../../schema/states.ts'
import { MOST_PLACES } from '../../configuration/whole-number.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import { integerFrom, oneOf, pairs, repeated } from '../../http/request/parameter-kinds.ts'
import { parameter, type ValuesOf } from '../../http/request/parameters.ts'

/** Only jobs can be IMMEDIATE. */
const GROUP_PRIORITIES = ['LOWEST', 'LOW', 'MEDIUM', 'HIGH', 'HIGHEST'] as const satisfies readonly Priority[]

export const GROUP_QUERY = {
  job: parameter(
    repeated,
    [],
    'Jobs of the group, as criteria separated by `|`: `type:TRANSCODE|priority:HIGH|user:ann|data:key=value`. May be ' +
      'repeated: a job matches one of them.',
  ),
  transcoder: parameter(repeated, [], 'Name of a node that runs these jobs. May be repeated.'),
  metadata: parameter(pairs, [], 'Metadata of the group, as `key=value`. May be repeated.'),
  priority: parameter(oneOf(GROUP_PRIORITIES), undefined, 'Priority of the group.'),
  maxConcurrency: parameter(
    integerFrom(1, MOST_PLACES),
    undefined,
    'How many of these jobs may run at once.',
  ),
} as const

type GroupQuery = ValuesOf<typeof GROUP_QUERY>

/** Undefined if the query has none of the parameters. Throws `invalidInput` for a malformed `job`. */
export function documentFromQuery(query: GroupQuery): TaskGroupDocument | undefined {
  const { job, transcoder, metadata, priority, maxConcurrency } = query
  const isGiven = [job, transcoder, metadata].some((values) => values.length > 0)
  if (!isGiven && priority === undefined && maxConcurrency === undefined) return undefined
  return {
    job: job.map(criteriaFrom),
    transcoder: transcoder.map((id) => ({ id })),
    ...(metadata.length > 0 && { metadata: { field: metadata } }),
    ...{ priority, maxConcurrency },
  }
}

/** The parameter of an element: `job[0].type[0]` is of `job`. */
export function parameterOf(element: string): string {
  return element.split(/[.[]/, 1).join()
}

type Criteria = TaskGroupDocument['job'][number]

const CRITERIA_NAMES = ['type', 'priority', 'user', 'group', 'data'] as const

function criteriaFrom(text: string): Criteria {
  const given = text.split('|').map((part) => {
    const [, name = '', value = ''] = /^([^:]*):(.*)$/s.exec(part) ?? []
    const known = CRITERIA_NAMES.find((one) => one === name)
    if (!known || value === '') throw malformed(text)
    return { name: known, value }
  })
  const values = (wanted: (typeof CRITERIA_NAMES)[number]) =>
    given.flatMap(({ name, value }) => (name === wanted ? [value] : []))
  return {
    ...{ type: values('type'), user: values('user'), group: values('group') },
    priority: values('priority').map((value) => PRIORITIES.find((one) => one === value) ?? unknown(value)),
    data: values('data').map(dataFrom),
  }
}

/** `key=value`, or `key` for any value. */
function dataFrom(text: string): Criteria['data'][number] {
  const at = text.indexOf('=')
  if (at === 0) throw malformed(`data:${text}`)
  return at < 0 ? { key: text } : { key: text.slice(0, at), value: text.slice(at + 1) }
}

function malformed(text: string): Error {
  return invalidInput(
    'job',
    `expected criteria such as type:TRANSCODE|priority:HIGH|user:ann|data:key=value, got “${text}”`,
    text,
  )
}

function unknown(priority: string): never {
  throw invalidInput('job', `expected one of ${listNearest(PRIORITIES)}, got “${priority}”`, priority)
}
