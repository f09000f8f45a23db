/** Decides which events of jobs are due, and what they fire. Pure. */
import type { NotificationDocument } from '../../schema/documents/notification.ts'
import type { NewDelivery } from '../../schema/queries/notifications/deliveries.ts'
import type { JobEventRow } from '../../schema/queries/notifications/job-events.ts'
import type { StoredNotification } from '../../schema/queries/notifications/notifications.ts'
import { ACTION, contentTypeOf, pairsOf, written } from './body.ts'
import { fires } from './match.ts'

/** Updates of a job are collected this long, ms: of these, the last is delivered. */
export const UPDATE_EVERY_MS = 1_000

export interface Due {
  /** The events to deliver, in order. */
  readonly events: readonly JobEventRow[]
  /** The ids of all events that are dealt with, those that a later one replaces included. */
  readonly done: readonly string[]
}

/**
 * Updates wait until the first of them is a second old, or another event of the job follows. A later event of
 * a job never overtakes an earlier one.
 */
export function dueEvents(rows: readonly JobEventRow[]): Due {
  const due: JobEventRow[] = []
  const done: string[] = []
  for (const ofJob of Map.groupBy(rows, ({ jobId }) => jobId).values())
    for (const run of runsOf(ofJob)) {
      const isLast = run.at(-1) === ofJob.at(-1)
      const isFresh = (run[0]?.ageMs ?? 0) < UPDATE_EVERY_MS
      if (run[0]?.event === 'update' && isLast && isFresh) continue
      due.push(...run.slice(-1))
      done.push(...run.map(({ id }) => id))
    }
  return { events: due.toSorted((one, other) => Number(one.id) - Number(other.id)), done }
}

/** Consecutive updates together, any other event alone. */
function runsOf(rows: readonly JobEventRow[]): readonly (readonly JobEventRow[])[] {
  const runs: JobEventRow[][] = []
  for (const row of rows) {
    const last = runs.at(-1)
    if (row.event === 'update' && last?.[0]?.event === 'update') last.push(row)
    else runs.push([row])
  }
  return runs
}

/** What the events fire, in their order. Actions other than HTTP fire nothing. */
export function firedBy(
  events: readonly JobEventRow[],
  notifications: readonly StoredNotification[],
  baseUri: string,
): readonly NewDelivery[] {
  return events.flatMap((happened) =>
    notifications
      .filter((one) => fires(one, happened))
      .flatMap(({ id, document }) => {
        const { action, trigger } = document as NotificationDocument
        const contentType = contentTypeOf(action.http?.contentType)
        if (!action.http || !contentType) return []
        return [
          {
            ...{ notificationId: id, jobId: happened.jobId, action: ACTION[happened.event] },
            ...{ sequence: happened.facts.sequence, created: happened.at, contentType },
            body: written(pairsOf(happened, { action, trigger }, baseUri), contentType),
          },
        ]
      }),
  )
}
