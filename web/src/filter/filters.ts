/** The filters of the job list, and their form in the URL. Pure. */

import type { FailureCause } from '../../../schema/failure-cause.ts'
import type { JobState, Priority } from '../../../schema/states.ts'
import { JOB_LOOK } from '../state/look.ts'
import { SORTS, type Sort } from './sorts.ts'
import { TIMES, type Time } from './times.ts'

export interface Filters {
  /** Text contained in the type, the metadata or a message of a step; empty matches any job. */
  readonly q: string
  /** Matches any of the values; empty matches all. */
  readonly status: readonly JobState[]
  readonly type: readonly string[]
  /** Empty: all users. */
  readonly user: string
  readonly priority: readonly Priority[]
  /** The categories of slots that jobs use. */
  readonly category: readonly Category[]
  /** Why jobs failed or were aborted. */
  readonly cause: readonly FailureCause[]
  readonly time?: Time | undefined
  /** The order of the list, which excludes nothing. */
  readonly sort: Sort
}

/** A category of slots: the keyword of the API and its word. */
export const CATEGORY_WORDS = { cpu: 'CPU', gpu_encode: 'GPU encode', gpu_ai: 'GPU AI' } as const
export type Category = keyof typeof CATEGORY_WORDS

export const CAUSE_WORDS = {
  step: 'Step failed',
  'queue-time-limit': 'Queue time limit',
  'run-time-limit': 'Run time limit',
  'worker-lost': 'Worker lost',
  'not-started': 'Could not be started',
  aborted: 'Aborted',
} as const satisfies Record<FailureCause, string>

export const PRIORITY_WORDS = {
  IMMEDIATE: 'Immediate',
  HIGHEST: 'Highest',
  HIGH: 'High',
  MEDIUM: 'Medium',
  LOW: 'Low',
  LOWEST: 'Lowest',
} as const satisfies Record<Priority, string>

/** Ignores unknown values, so that a link from another version never breaks the page. */
export function readFilters(parameters: URLSearchParams): Filters {
  const time = parameters.get('time') ?? ''
  const sort = parameters.get('sort') ?? ''
  return {
    q: parameters.get('q') ?? '',
    status: listed(parameters.get('status')).filter((name) => isKeyOf(JOB_LOOK, name)),
    type: listed(parameters.get('type')),
    user: parameters.get('user') ?? '',
    priority: listed(parameters.get('priority')).filter((name) => isKeyOf(PRIORITY_WORDS, name)),
    category: listed(parameters.get('category')).filter((name) => isKeyOf(CATEGORY_WORDS, name)),
    cause: listed(parameters.get('cause')).filter((name) => isKeyOf(CAUSE_WORDS, name)),
    sort: isKeyOf(SORTS, sort) ? sort : 'newest',
    ...(isKeyOf(TIMES, time) && { time }),
  }
}

/** Returns the changes to the URL’s parameters. */
export function writeFilters({ q, user, time, ...filters }: Omit<Filters, 'sort'>) {
  const { status, type, priority, category, cause } = filters
  return {
    ...{ q, status: status.join(','), type: type.join(',') },
    ...{ user, priority: priority.join(','), category: category.join(','), cause: cause.join(','), time },
  }
}

/** Undefined for the usual order, which the URL does not name. */
export function writeSort(sort: Sort): Sort | undefined {
  return sort === 'newest' ? undefined : sort
}

export const NO_FILTERS: Filters = {
  ...{ q: '', status: [], type: [], user: '', priority: [], category: [], cause: [], sort: 'newest' },
}

export function isFiltering(filters: Filters): boolean {
  return Object.values(writeFilters(filters)).some((value) => value !== undefined && value !== '')
}

function listed(text: string | null): readonly string[] {
  const names = (text ?? '').split(',').map((name) => name.trim())
  return [...new Set(names.filter((name) => name !== ''))]
}

function isKeyOf<T extends object>(table: T, name: string): name is keyof T & string {
  return Object.hasOwn(table, name)
}
