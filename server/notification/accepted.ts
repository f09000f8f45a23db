/** Checks notifications that clients write. Pure. */
import { CONTENT_FILTERS, type NotificationDocument } from '../../schema/documents/notification.ts'
import type { StoredNotification } from '../../schema/queries/notifications/notifications.ts'
import { isLinkLocal } from '../../tasks/http/link-local.ts'
import { isAllowed } from '../../tasks/http/send.ts'
import { invalidInput } from '../http/answer/fault.ts'
import { CONTENT_TYPES, contentTypeOf } from './body.ts'
import { compiled } from './match.ts'

/**
 * The document as it is stored. Throws `invalidInput` for what could have no effect. `before`: what it
 * replaces, whose secret it keeps unless it has one of its own. `hosts`: those that may be notified.
 */
export function accepted(
  document: NotificationDocument,
  entity: string,
  hosts: readonly string[],
  before?: Pick<StoredNotification, 'document'>,
): NotificationDocument {
  const kinds = Object.entries(document.action).flatMap(([kind, value]) =>
    value === undefined ? [] : [kind],
  )
  if (kinds.length !== 1)
    throw invalidInput('action', `expected one kind of action, got ${kinds.join(', ') || 'none'}`)
  if (entity === 'job' && !document.trigger?.job)
    throw invalidInput('trigger', 'expected a job trigger, got none')
  refuseTrigger(document.trigger?.job)
  const { http } = document.action
  if (!http) return document
  refuseHttp(http, hosts)
  const known = (before?.document as NotificationDocument | undefined)?.action.http?.secret
  const { secret = known, ...rest } = http
  return { ...document, action: { http: { ...rest, ...(secret && { secret }) } } }
}

/** As it is given back: without its secret. */
export function shown({ document }: Pick<StoredNotification, 'document'>): NotificationDocument {
  const { action, ...rest } = document as NotificationDocument
  if (!action.http) return { action, ...rest }
  const { secret: _secret, ...http } = action.http
  return { action: { ...action, http }, ...rest }
}

type Http = NonNullable<NotificationDocument['action']['http']>

function refuseHttp({ url, contentType, method, timeout, retry }: Http, hosts: readonly string[]): void {
  const target = URL.parse(url)
  if (!target || !['http:', 'https:'].includes(target.protocol))
    throw invalidInput('action.http.url', 'expected an absolute HTTP URL', url)
  if (isLinkLocal(target.hostname))
    throw invalidInput('action.http.url', 'link-local addresses are refused', url)
  if (!isAllowed(target, hosts))
    throw invalidInput('action.http.url', 'not one of the hosts in the setting NOTIFICATION_HOSTS', url)
  if (!contentTypeOf(contentType))
    throw invalidInput('action.http.contentType', `expected one of ${CONTENT_TYPES.join(', ')}`, contentType)
  if (method !== undefined && !/^(POST|PUT)?$/i.test(method))
    throw invalidInput('action.http.method', 'expected POST or PUT', method)
  if (timeout !== undefined && !(Number(timeout) >= 0))
    throw invalidInput('action.http.timeout', 'expected a number of seconds', timeout)
  if (retry !== undefined && (retry < 0 || retry > MOST_RETRIES))
    throw invalidInput('action.http.retry', `expected a number from 0 to ${MOST_RETRIES}`, String(retry))
}

function refuseTrigger(job: NonNullable<NotificationDocument['trigger']>['job']): void {
  const unknown = job?.contentFilters?.contentFilter.find(
    (filter) => !(CONTENT_FILTERS as readonly string[]).includes(filter),
  )
  if (unknown !== undefined)
    throw invalidInput('trigger.job.contentFilters', `expected one of ${CONTENT_FILTERS.join(', ')}`, unknown)
  for (const name of ['key-regex', 'value-regex'] as const) {
    const pattern = job?.filter?.jobdata?.[name]
    if (pattern !== undefined && !compiled(pattern))
      throw invalidInput(`trigger.job.filter.jobdata.${name}`, 'expected a regular expression', pattern)
  }
}

const MOST_RETRIES = 500
