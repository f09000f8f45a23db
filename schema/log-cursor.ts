import { LARGEST_INTEGER } from './ids.ts'

/**
 * How far a log has been read: for each attempt, by the id of its row, the last line that was seen. Attempts that write at the same
 * time are gone through side by side, so one place in time or in a list could not say it.
 */
export type LogCursor = ReadonlyMap<number, number>

/** `453:12,454:3`, the attempts ascending; undefined when nothing has been read yet. */
export function writeLogCursor(cursor: LogCursor): string | undefined {
  const places = [...cursor].toSorted(([one], [other]) => one - other)
  return places.length === 0 ? undefined : places.map(([task, line]) => `${task}:${line}`).join(',')
}

/** What `writeLogCursor` wrote; undefined for anything else. */
export function readLogCursor(text: string): LogCursor | undefined {
  const cursor = new Map<number, number>()
  for (const place of text.split(',')) {
    const [, task, line] = PLACE.exec(place) ?? []
    if (task === undefined || line === undefined) return undefined
    if (Number(task) > Number.MAX_SAFE_INTEGER || Number(line) > LARGEST_INTEGER) return undefined
    cursor.set(Number(task), Number(line))
  }
  return cursor
}

const PLACE = /^(\d{1,16}):(\d{1,10})$/
