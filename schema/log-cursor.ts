/** The cursor of `GET /job/{job-id}/log`: how far a client has read. */

import { LARGEST_INTEGER } from './ids.ts'

/**
 * How far a log has been read: the last line read of each attempt, by the id of the attempt's row. Attempts
 * that write at the same time are read side by side, so a single time or offset would not be enough.
 */
export type LogCursor = ReadonlyMap<number, number>

/** `453:12,454:3`, with the attempts in ascending order; undefined if nothing has been read. */
export function writeLogCursor(cursor: LogCursor): string | undefined {
  const places = [...cursor].toSorted(([one], [other]) => one - other)
  return places.length === 0 ? undefined : places.map(([task, line]) => `${task}:${line}`).join(',')
}

/** Reads the text that `writeLogCursor` returned; undefined for any other text. */
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
