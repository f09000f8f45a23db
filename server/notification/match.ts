/** Decides which notifications an event of a job fires. Pure. */
import { RE2JS } from 're2js'
import type { NotificationDocument } from '../../schema/documents/notification.ts'
import { siteId } from '../../schema/ids.ts'
import type { JobEventRow } from '../../schema/queries/notifications/job-events.ts'
import type { StoredNotification } from '../../schema/queries/notifications/notifications.ts'

type HappenedTo = Pick<JobEventRow, 'jobId' | 'event' | 'facts'>
type JobTrigger = NonNullable<NonNullable<NotificationDocument['trigger']>['job']>

/**
 * Whether it fires. One without a trigger is a placeholder: it fires for every event of the jobs that were
 * started with it.
 */
export function fires(
  { id, entity, entityId, document }: Pick<StoredNotification, 'id' | 'entity' | 'entityId' | 'document'>,
  happened: HappenedTo,
): boolean {
  const { trigger } = document as NotificationDocument
  const named = happened.facts.notification === id
  if (entity === 'placeholder') return named && (!trigger?.job || isFor(trigger.job, happened))
  if (!trigger?.job || (entityId !== null && entityId !== siteId(happened.jobId))) return false
  return (!trigger.job.placeholder || named) && isFor(trigger.job, happened)
}

function isFor(trigger: JobTrigger, happened: HappenedTo): boolean {
  return isTriggered(trigger, happened) && passes(trigger.filter, happened)
}

/** A trigger without any event is one of every event. */
function isTriggered(
  { create, update, stop, finished, finish, fail }: JobTrigger,
  { event, facts: { status } }: HappenedTo,
): boolean {
  const events = [create, update, stop, finished, finish, fail]
  if (events.every((one) => one === undefined)) return true
  switch (event) {
    case 'create':
      return create !== undefined
    case 'update':
      return update !== undefined
    case 'stop':
      return (
        stop !== undefined ||
        update !== undefined ||
        ((finished ?? finish) !== undefined && status.startsWith('FINISHED')) ||
        (fail !== undefined && status === 'FAILED_TOTAL')
      )
  }
}

function passes(filter: JobTrigger['filter'], { facts }: HappenedTo): boolean {
  if (!filter) return true
  const { type = [], step, jobdata } = filter
  const types = type
    .flatMap((list) => list.split(','))
    .map((one) => one.trim())
    .filter((one) => one !== '')
  if (types.length > 0 && !types.includes(facts.type)) return false
  if (step !== undefined && step !== facts.currentStep) return false
  return !jobdata || Object.entries(facts.data).some(([key, value]) => isDatum(jobdata, key, value))
}

function isDatum(
  wanted: NonNullable<NonNullable<JobTrigger['filter']>['jobdata']>,
  key: string,
  value: string,
): boolean {
  return (
    (wanted.key === undefined || wanted.key === key) &&
    (wanted.value === undefined || wanted.value === value) &&
    isMatch(wanted['key-regex'], key) &&
    isMatch(wanted['value-regex'], value)
  )
}

function isMatch(pattern: string | undefined, text: string): boolean {
  return pattern === undefined || compiled(pattern)?.matches(text) === true
}

const COMPILED = new Map<string, RE2JS | undefined>()

/** Undefined if it is invalid. RE2 takes linear time, whatever the pattern. */
export function compiled(pattern: string): RE2JS | undefined {
  if (!COMPILED.has(pattern)) {
    if (COMPILED.size > 1_000) COMPILED.clear()
    COMPILED.set(pattern, compiledNow(pattern))
  }
  return COMPILED.get(pattern)
}

function compiledNow(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern)
  } catch {
    return undefined
  }
}
