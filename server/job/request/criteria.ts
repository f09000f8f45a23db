/** Query parameters that select, page and sort jobs. */

import { FAILURE_CAUSES } from '../../../schema/failure-cause.ts'
import { serialNamed } from '../../../schema/ids.ts'
import type { Criteria } from '../../../schema/queries/jobs/criteria.ts'
import type { Order, SortField } from '../../../schema/queries/jobs/list-jobs.ts'
import { JOB_STATES, PRIORITIES, rankOf } from '../../../schema/states.ts'
import { CATEGORIES } from '../../../steps/engine/declare/step.ts'
import type { Context } from '../../http/context.ts'
import {
  atMost,
  boolean,
  dateTime,
  integer,
  list,
  listOf,
  namesOrAll,
  pairs,
  string,
  words,
} from '../../http/request/parameter-kinds.ts'
import { parameter, type ValuesOf } from '../../http/request/parameters.ts'
import { REASON } from '../document/reasons.ts'
import { typesOf } from './types-of.ts'

/** The sort fields, by the names that clients send (wire.md §8.4). */
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

const SORT_FIELDS = [...new Set(Object.values(FIELDS))].join(', ')

/** Names that clients send for a state, and the state. */
export const FORMER_STATES = { ABORT_PENDING: 'ABORTED_PENDING' } as const

/** Each is an index lookup, counted together: a hundred take 5 ms among a million jobs. */
const MOST_PAIRS = 100
/** Each may read the metadata of all jobs. */
const MOST_WORDS = 10

/** The query parameters that select jobs (wire.md §8.1). Those from `text` on are Callsheet extensions. */
export const CRITERIA = {
  jobmetadata: parameter(
    atMost(MOST_PAIRS, pairs),
    [],
    'Only jobs with this metadata: `key=value` with the `=` encoded as `%3d`. If repeated, all must match; ' +
      `at most ${MOST_PAIRS}.`,
  ),
  'starttime-from': parameter(dateTime, undefined, 'Only jobs created at this time or later.'),
  'starttime-to': parameter(dateTime, undefined, 'Only jobs created at this time or earlier.'),
  'finishtime-from': parameter(dateTime, undefined, 'Only jobs finished at this time or later.'),
  'finishtime-to': parameter(dateTime, undefined, 'Only jobs finished at this time or earlier.'),
  type: parameter(namesOrAll(), 'all', 'Comma-separated list of job types.'),
  state: parameter(namesOrAll(JOB_STATES, FORMER_STATES), 'all', 'Comma-separated list of job states.'),
  priority: parameter(namesOrAll(PRIORITIES), 'all', 'Comma-separated list of job priorities.'),
  user: parameter(boolean, true, 'Only jobs of the current user. `false`: jobs of all users.'),
  text: parameter(
    words(MOST_WORDS),
    [],
    'Only jobs with all of these words, in any case and order, in their type, metadata, error messages or step ' +
      `descriptions; at most ${MOST_WORDS}. A job whose id is one of the words, such as \`VX-12\` or \`12\`, comes first.`,
  ),
  failureCause: parameter(
    namesOrAll(FAILURE_CAUSES),
    'all',
    'Comma-separated list of causes: only jobs that are FAILED_TOTAL or ABORTED because of one of them.',
  ),
  error: parameter(
    boolean,
    undefined,
    'Only jobs in which a step has failed. `false`: only jobs in which none has.',
  ),
  keep: parameter(
    boolean,
    undefined,
    'Only jobs that were started with `keep=true`, or kept since. `false`: only other jobs.',
  ),
  'duration-from': parameter(
    integer,
    undefined,
    'Only jobs that took at least this many seconds, from the start of their first step to their end.',
  ),
  'duration-to': parameter(integer, undefined, 'Only jobs that took at most this many seconds.'),
  category: parameter(
    listOf(CATEGORIES),
    [],
    'Comma-separated list of slot categories: only jobs of types that use one of them. Default: all types.',
  ),
} as const

/** Maximum jobs per page, because a page is built in memory. Vidispine documents no bound (wire.md §8.3). */
export const MOST_JOBS = 10_000

/** The query parameters that page, sort and shape a list of jobs. */
export const PAGE = {
  metadata: parameter(boolean, false, 'Include the metadata of each job.'),
  field: parameter(
    list,
    [],
    'Comma-separated list of the metadata keys to include, also without `metadata`.',
  ),
  idonly: parameter(boolean, false, 'Leave out metadata and steps.', {
    aliases: ['idOnly'],
  }),
  step: parameter(boolean, false, 'Include step information.'),
  reason: REASON,
  first: parameter(
    integer,
    1,
    'Position of the first job to return in the sorted list, counted from 1. Values below 1 count as 1.',
  ),
  number: parameter(
    integer,
    100,
    `Maximum number of jobs to return, capped at ${MOST_JOBS}. 0 returns only \`hits\`.`,
  ),
  sort: parameter(
    string,
    '',
    `List of \`field (asc|desc)[, …]\`. Fields: ${SORT_FIELDS}. Default: jobId asc.`,
  ),
} as const

/** The criteria that the parameters of `CRITERIA` express for this user and the declared job types. */
export async function criteriaOf(
  query: ValuesOf<typeof CRITERIA>,
  { user, engine, em }: Pick<Context, 'user' | 'engine' | 'em'>,
): Promise<Criteria> {
  const jobTypes = query.category.length > 0 ? await engine.allTypes(em) : []
  return {
    ...(query.user && { user: user.name }),
    ...defined({ types: typesOf(query, jobTypes) }),
    ...(query.state !== 'all' && { states: query.state }),
    ...(query.failureCause !== 'all' && { failureCauses: query.failureCause }),
    ...(query.priority !== 'all' && { priorities: query.priority.map(rankOf) }),
    ...defined({
      metadata: query.jobmetadata,
      startedFrom: query['starttime-from'],
      startedTo: query['starttime-to'],
      finishedFrom: query['finishtime-from'],
      finishedTo: query['finishtime-to'],
      durationFrom: query['duration-from'],
      durationTo: query['duration-to'],
      error: query.error,
      keep: query.keep,
    }),
    words: query.text.map((text) => ({ text, ...defined({ id: serialNamed(text) }) })),
  }
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> }
}

/** `priority desc, jobId` → sort order. Unknown fields are ignored for the sake of old clients. Pure. */
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
