/** Writes the bodies of deliveries (wire.md §14.3). Pure. */
import { writeJson } from '../../schema/codec/json/json.ts'
import { onOneLine } from '../../schema/codec/one-line.ts'
import { writeXml } from '../../schema/codec/xml/xml.ts'
import type { NotificationDocument } from '../../schema/documents/notification.ts'
import { SimpleMetadataDocument } from '../../schema/documents/simple-metadata.ts'
import { siteId } from '../../schema/ids.ts'
import type { JobEventRow } from '../../schema/queries/notifications/job-events.ts'

export type Pairs = SimpleMetadataDocument['field']

/** The value of `action`; the ends that `finished` and `fail` wait for are STOP, too. */
export const ACTION = { create: 'CREATE', update: 'UPDATE', stop: 'STOP' } as const

/** The keys of each content filter, other than `jobData`. */
const FILTERED: Readonly<Record<string, readonly string[]>> = {
  jobId: ['jobId'],
  jobState: ['status'],
  user: ['user', 'username'],
  startTime: ['started'],
  jobType: ['type'],
  errorMessage: ['errorMessage'],
  itemId: ['item', 'itemId'],
  totalSteps: ['totalSteps'],
  currentStep: ['currentStepNumber', 'currentStepStatus'],
}

/** All data of the job as it was then, and about the event. Later keys do not repeat earlier ones. */
export function pairsOf(
  { jobId, event, facts }: Pick<JobEventRow, 'jobId' | 'event' | 'facts'>,
  { action: { http }, trigger }: NotificationDocument,
  baseUri: string,
): Pairs {
  const own: readonly (readonly [string, string | number | null | undefined])[] = [
    ['action', ACTION[event]],
    ['jobId', siteId(jobId)],
    ['type', facts.type],
    ['status', facts.status],
    ['user', facts.user],
    ['username', facts.user],
    ['started', new Date(facts.started).toISOString()],
    ['totalSteps', facts.totalSteps],
    ['currentStepNumber', facts.currentStepNumber],
    ['currentStepStatus', facts.currentStepStatus],
    ['sequenceNumber', facts.sequence],
    ['baseUri', baseUri],
    ['errorMessage', facts.errorMessage],
    ['item', facts.data['itemId']],
    ['extradata', http?.extradata],
  ]
  const given = facts.notificationData.map(pairOf)
  const all = new Map<string, string>()
  for (const [key, value] of [...own, ...given, ...Object.entries(facts.data)])
    if (value !== null && value !== undefined && !all.has(key)) all.set(key, String(value))
  const wanted = wantedBy(trigger?.job?.contentFilters?.contentFilter, Object.keys(facts.data))
  return [...all].filter(([key]) => wanted(key)).map(([key, value]) => ({ key, value }))
}

/** `action` and `sequenceNumber` are always sent. */
function wantedBy(filters: readonly string[] = [], data: readonly string[]): (key: string) => boolean {
  if (filters.length === 0) return () => true
  const keys = new Set(['action', 'sequenceNumber', ...filters.flatMap((filter) => FILTERED[filter] ?? [])])
  if (filters.includes('jobData')) for (const key of data) keys.add(key)
  return (key) => keys.has(key)
}

/** `key=value`; without `=`, a key with an empty value. */
function pairOf(text: string): readonly [string, string] {
  const at = text.indexOf('=')
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

export const CONTENT_TYPES = ['application/xml', 'application/json', 'text/plain'] as const
export type DeliveredType = (typeof CONTENT_TYPES)[number]

/** Text has one `key=value` a line. */
export function written(field: Pairs, contentType: DeliveredType): string {
  switch (contentType) {
    case 'application/xml':
      return writeXml(SimpleMetadataDocument, { field })
    case 'application/json':
      return writeJson(SimpleMetadataDocument, { field })
    case 'text/plain':
      return field.map(({ key, value }) => `${key}=${onOneLine(value)}\r\n`).join('')
  }
}

/** The type that a document asks for, parameters aside; XML by default. */
export function contentTypeOf(asked: string | undefined): DeliveredType | undefined {
  if (asked === undefined || asked.trim() === '') return 'application/xml'
  const [type = ''] = asked.toLowerCase().split(';')
  return CONTENT_TYPES.find((one) => one === type.trim())
}
