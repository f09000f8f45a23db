/** Plans the job pools and the job priorities, each as a whole document. Pure. */
import { writeJson } from '../../../schema/codec/json/json.ts'
import { JobPoolListDocument } from '../../../schema/documents/job-pool.ts'
import { JobPriorityConfigurationDocument } from '../../../schema/documents/job-priority.ts'
import type { FoundIn } from '../source/found.ts'
import { disagreement } from './disagreement.ts'
import { isSamePools, isSamePriorities } from './normal-form.ts'
import { allOf, type ImportPlan, NOTHING_PLANNED, type PlanLine, planned, plannedBy } from './plan-line.ts'

/** Why an empty document is not written: it would delete what the server has. */
const EMPTY = 'there are none to import'

export function planPools(
  found: readonly FoundIn<JobPoolListDocument>[],
  here: JobPoolListDocument,
): ImportPlan {
  const [first] = found
  const wrong = disagreement('job pools', found, areSamePools)
  if (!first || wrong) return wrong ? planned(wrong) : NOTHING_PLANNED
  const { concurrentJobs, pool } = first.it
  if (pool.length === 0 && concurrentJobs === undefined)
    return planned({ does: 'skip', thing: 'job pools', why: EMPTY })
  if (isSamePools(first.it, here))
    return planned({ does: 'unchanged', thing: `job pools: ${shownPools(first.it)}` })
  const sizes = pool.map(({ priorityThreshold, size }) => ({ priorityThreshold, size }))
  const body = writeJson(JobPoolListDocument, { concurrentJobs, pool: sizes })
  const line = change('job pools', shownPools(first.it), here.pool.length > 0 && shownPools(here))
  return plannedBy('PUT /configuration/job-pool', body, line)
}

function shownPools({ pool, concurrentJobs }: JobPoolListDocument): string {
  const sizes = pool.map(({ priorityThreshold, size }) => `${priorityThreshold}:${size}`)
  const limit = concurrentJobs === undefined ? [] : [`concurrentJobs:${concurrentJobs}`]
  return [...sizes, ...limit].join(' ')
}

/** `before`: what is replaced, if there is anything. */
function change(name: string, after: string, before: string | false): PlanLine {
  return before === false
    ? { does: 'create', thing: `${name}: ${after}` }
    : { does: 'replace', thing: `${name}: ${after} (instead of ${before})` }
}

/** Both have the limit, or neither. */
function areSamePools(one: JobPoolListDocument, other: JobPoolListDocument): boolean {
  return isSamePools(one, other) && isSamePools(other, one)
}

/** `jobTypes`: those that exist after the import. The server refuses a document that names another one. */
export function planPriorities(
  found: readonly FoundIn<JobPriorityConfigurationDocument>[],
  here: JobPriorityConfigurationDocument,
  jobTypes: readonly string[],
): ImportPlan {
  const [first] = found
  const wrong = disagreement('job priorities', found, isSamePriorities)
  if (!first || wrong) return wrong ? planned(wrong) : NOTHING_PLANNED
  const { job } = first.it
  if (job.length === 0) return planned({ does: 'skip', thing: 'job priorities', why: EMPTY })
  const known = job.filter(({ type }) => jobTypes.includes(type))
  const unknown = job.filter(({ type }) => !jobTypes.includes(type))
  return allOf([
    ...unknown.map(({ type }) =>
      planned({ does: 'skip', thing: `job priority of ${type}`, why: 'no such job type here' }),
    ),
    known.length > 0 ? planKnown({ job: known }, here) : NOTHING_PLANNED,
  ])
}

function planKnown(
  given: JobPriorityConfigurationDocument,
  here: JobPriorityConfigurationDocument,
): ImportPlan {
  const shown = (document: JobPriorityConfigurationDocument) =>
    document.job.map(({ type, value }) => `${type} ${value}`).join(', ')
  if (isSamePriorities(given, here))
    return planned({ does: 'unchanged', thing: `job priorities: ${shown(given)}` })
  const line = change('job priorities', shown(given), here.job.length > 0 && shown(here))
  return plannedBy(
    'PUT /configuration/job-priority',
    writeJson(JobPriorityConfigurationDocument, given),
    line,
  )
}
