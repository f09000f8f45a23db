import type { Criteria } from '../../../schema/queries/jobs/criteria.ts'
import type { Order, SortField } from '../../../schema/queries/jobs/list-jobs.ts'
import { JOB_STATES, PRIORITIES, rankOf } from '../../../schema/states.ts'
import { CATEGORIES } from '../../../steps/engine/declare/step.ts'
import type { Context } from '../../http/context.ts'
import {
  boolean,
  dateTime,
  integer,
  list,
  listOf,
  namesOrAll,
  pairs,
  string,
} from '../../http/request/parameter-kinds.ts'
import { parameter, type ValuesOf } from '../../http/request/parameters.ts'
import { REASON } from '../document/reasons.ts'
import { typesOf } from './types-of.ts'

/** Names to sort by, as clients send them, and what is meant (wire.md §8.4). */
const FIELDS: Readonly<Record<string, SortField>> = {
  jobId: 'jobId',
  type: 'type',
  state: 'state',
  status: 'state',
  user: 'user',
  startTime: 'startTime',
  started: 'startTime',
  finishTime: 'finishTime',
  finished: 'finishTime',
  priority: 'priority',
  progress: 'progress',
  runStart: 'runStart',
}

/** The query parameters that say which jobs are meant (wire.md §8.1); those from `text` on are ours. */
export const CRITERIA = {
  jobmetadata: parameter(
    pairs,
    [],
    'Only jobs with this metadata, `key=value` with the `=` encoded as `%3d`; repeated, all have to hold.',
  ),
  'starttime-from': parameter(dateTime, undefined, 'Only jobs created at this time or after.'),
  'starttime-to': parameter(dateTime, undefined, 'Only jobs created at this time or before.'),
  'finishtime-from': parameter(dateTime, undefined, 'Only jobs finished at this time or after.'),
  'finishtime-to': parameter(dateTime, undefined, 'Only jobs finished at this time or before.'),
  type: parameter(namesOrAll(), 'all', 'Comma-separated list of job types.'),
  state: parameter(
    namesOrAll(JOB_STATES, { ABORT_PENDING: 'ABORTED_PENDING' }),
    'all',
    'Comma-separated list of job states.',
  ),
  priority: parameter(namesOrAll(PRIORITIES), 'all', 'Comma-separated list of job priorities.'),
  user: parameter(boolean, true, 'Include only jobs of the current user; false: of all.'),
  text: parameter(
    string,
    undefined,
    'Only jobs with this text in their type, metadata, error messages or step descriptions; case does not matter.',
  ),
  error: parameter(
    boolean,
    undefined,
    'Only jobs of which a step has failed; false: only those of which none has.',
  ),
  'duration-from': parameter(
    integer,
    undefined,
    'Only jobs that took this many seconds or more, from the start of their first step to their end.',
  ),
  'duration-to': parameter(integer, undefined, 'Only jobs that took this many seconds or less.'),
  category: parameter(
    listOf(CATEGORIES),
    [],
    'Comma-separated list of the kinds of slots: only jobs of the types that take one of them. Default: of all types.',
  ),
} as const

/** Jobs of one page: it is made in memory, whatever a client asks for. The documentation has no bound (wire.md §8.3). */
export const MOST_JOBS = 10_000

/** The query parameters that say how a list of jobs looks. */
export const PAGE = {
  metadata: parameter(boolean, false, 'Include job metadata with all jobs.'),
  field: parameter(
    list,
    [],
    'Comma-separated list of the metadata keys to include; includes metadata without `metadata`, too.',
  ),
  idonly: parameter(boolean, false, 'Only the ids are wanted: metadata and steps are left out.', {
    aliases: ['idOnly'],
  }),
  step: parameter(boolean, false, 'Include step information.'),
  reason: REASON,
  first: parameter(
    integer,
    1,
    'Return jobs from that number in the list of sorted jobs, counted from 1; less is 1.',
  ),
  number: parameter(
    integer,
    100,
    `Return at most that number of jobs; more than ${MOST_JOBS} is ${MOST_JOBS}, and 0 is none: only \`hits\`.`,
  ),
  sort: parameter(
    string,
    '',
    `List of \`field (asc|desc)[, …]\` over ${[...new Set(Object.values(FIELDS))].join(', ')}. Default: jobId asc.`,
  ),
} as const

/** What the parameters of `CRITERIA` mean when this user sends them, and these job types are declared. */
export function criteriaOf(
  query: ValuesOf<typeof CRITERIA>,
  { user, engine }: Pick<Context, 'user' | 'engine'>,
): Criteria {
  return {
    ...(query.user && { user: user.name }),
    ...defined({ types: typesOf(query, engine.jobTypes) }),
    ...(query.state !== 'all' && { states: query.state }),
    ...(query.priority !== 'all' && { priorities: query.priority.map(rankOf) }),
    ...defined({
      metadata: query.jobmetadata,
      startedFrom: query['starttime-from'],
      startedTo: query['starttime-to'],
      finishedFrom: query['finishtime-from'],
      finishedTo: query['finishtime-to'],
      durationFrom: query['duration-from'],
      durationTo: query['duration-to'],
      text: query.text,
      error: query.error,
    }),
  }
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> }
}

/** `priority desc, jobId` → what to sort by. Unknown fields are ignored, so that an old client gets an answer; pure. */
export function orderOf(sort: string): readonly Order[] {
  const wanted = sort.split(',').flatMap((part): readonly Order[] => {
    const [name = '', direction = 'asc'] = part.trim().split(/\s+/)
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined
    return field === undefined
      ? []
      : [{ field, direction: direction.toLowerCase() === 'desc' ? 'desc' : 'asc' }]
  })
  const first = wanted.filter(({ field }, at) => wanted.findIndex((other) => other.field === field) === at)
  return first.length > 0 ? first : [{ field: 'jobId', direction: 'asc' }]
}
