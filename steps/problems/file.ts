/** The problem FILE: a file that does not exist yet, or is still growing. */

import { pathToFileURL } from 'node:url'
import { type FileStamp, isUnchanged, look } from '../../tasks/files/look.ts'
import { insideRoots, pathOf } from '../../tasks/files/media-roots.ts'
import { isOnline, storageOf } from '../../tasks/files/storages.ts'
import { isRemote, locationOf } from '../../tasks/transfer/location.ts'
import type { Condition, ProblemKind } from '../engine/declare/problem.ts'
import { clock, timeOfDay } from '../engine/runtime/clock.ts'
import type { Tools } from '../tools.ts'

const TO_EXIST = 'to exist'
const TO_STOP_GROWING = 'to stop growing'

/** The condition for a file that does not exist yet. */
export function toExist(uri: string): Condition {
  return { type: file.type, resource: asUri(uri), requirement: TO_EXIST }
}

/**
 * The condition for a file that is still being written. The first check comes early, because the check itself
 * takes seconds and most files are whole by then.
 */
export function toStopGrowing(uri: string): Condition {
  return { type: file.type, resource: asUri(uri), requirement: TO_STOP_GROWING, checkS: 0.25 }
}

export const file: ProblemKind<Tools> = {
  type: 'FILE',
  description: `A file is required ${TO_EXIST}, or ${TO_STOP_GROWING}: its size and modification time do not change for \`SETTLED_AFTER\`.`,
  async check({ resource, requirement }, tools, signal) {
    if (isRemote(resource)) return hasPassedRemotely({ resource, requirement }, tools, signal)
    const { mediaRoots, storages } = tools
    const storage = storageOf(resource, storages)
    if (storage && !(await isOnline(storage))) return undefined
    const place = await insideRoots(resource, mediaRoots)
    // The step runs again and fails with the reason.
    if ('refused' in place) return true
    if ('missing' in place) return requirement !== TO_EXIST
    return requirement === TO_STOP_GROWING ? isStill(place.path, tools, signal) : true
  },
}

/** The same of a file on another host. Undefined if the host does not answer. */
async function hasPassedRemotely(
  { resource, requirement }: Pick<Condition, 'resource' | 'requirement'>,
  { transfers: { tasks, access } }: Tools,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const at = locationOf(resource)
  if ('refused' in at) return true
  const look = () => tasks.run('transfer/look', { at, access }, signal)
  const before = await look()
  if (before.ended !== 'done') return before.ended === 'refused' ? true : undefined
  if (requirement === TO_EXIST) return before.found !== undefined
  await clock.sleep(DEFAULT_INTERVAL_MS, signal)
  const after = await look()
  if (after.ended !== 'done') return undefined
  return after.found?.version === before.found?.version && after.found?.size === before.found?.size
}

/**
 * Whether the file has stopped growing: it is unchanged between two looks, and its modification time is old
 * enough. Takes seconds. True for a missing file; undefined if aborted.
 */
export async function isStill(
  path: string,
  { settledMs }: Pick<Tools, 'settledMs'>,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const before = await look(path)
  if (before === undefined) return true
  await clock.sleep(Math.min(settledMs || DEFAULT_INTERVAL_MS, MAX_INTERVAL_MS), signal)
  if (signal.aborted) return undefined
  const after = await look(path)
  return after !== undefined && isUnchanged(before, after) && !isFresh(ageOf(after), settledMs)
}

/** Whether the last write is too recent for the file to be whole. False for a time in the future. Pure. */
export function isFresh(ageMs: number, settledMs: number): boolean {
  return ageMs >= 0 && ageMs < settledMs
}

/**
 * Time since the last write, ms: the modification time compared to the clock of this machine. Negative if the
 * clock of the file server is ahead, or the modification time was set to the future.
 */
export function ageOf({ mtimeMs }: FileStamp): number {
  return timeOfDay() - mtimeMs
}

/** One form for all spellings of a URI, so that jobs that wait for the same file share a problem. */
function asUri(uri: string): string {
  const parsed = pathOf(uri)
  return 'refused' in parsed ? uri : pathToFileURL(parsed.path).href
}

/** Interval between the two looks if `settledMs` is 0, for a source that changed while it was read. */
const DEFAULT_INTERVAL_MS = 2_000
/**
 * A check has to end within 10 s (engine/node/problem-checks.ts); the file's own time proves a longer
 * `settledMs`.
 */
const MAX_INTERVAL_MS = 5_000
