import { pathToFileURL } from 'node:url'
import { type FileStamp, isUnchanged, look } from '../../tasks/files/look.ts'
import { insideRoots, pathOf } from '../../tasks/files/media-roots.ts'
import { isOnline, storageOf } from '../../tasks/files/storages.ts'
import type { Condition, ProblemKind } from '../engine/declare/problem.ts'
import { clock, timeOfDay } from '../engine/runtime/clock.ts'
import type { Tools } from '../tools.ts'

const TO_EXIST = 'to exist'
const TO_STOP_GROWING = 'to stop growing'

/** A file that is not there yet. */
export function toExist(uri: string): Condition {
  return { type: file.type, resource: asUri(uri), requirement: TO_EXIST }
}

/**
 * A file that somebody still writes. A look takes a while itself, and most are whole by then: so the first is hardly put off. One
 * that is waited for again and again, as its writer pauses, is looked at more and more rarely.
 */
export function toStopGrowing(uri: string): Condition {
  return { type: file.type, resource: asUri(uri), requirement: TO_STOP_GROWING, checkS: 0.25 }
}

export const file: ProblemKind<Tools> = {
  type: 'FILE',
  description: `A file is wanted ${TO_EXIST}, or ${TO_STOP_GROWING}: its size and its time stay the same for \`SETTLED_AFTER\`.`,
  async check({ resource, requirement }, tools, signal) {
    const { mediaRoots, storages } = tools
    const storage = storageOf(resource, storages)
    if (storage && !(await isOnline(storage))) return undefined
    const place = await insideRoots(resource, mediaRoots)
    // The step is run again and says why.
    if ('refused' in place) return true
    if ('missing' in place) return requirement !== TO_EXIST
    return requirement === TO_STOP_GROWING ? isStill(place.path, tools, signal) : true
  },
}

/**
 * Whether nobody writes to it any more: it is the same at two looks, and settled by its own time. Takes some seconds; undefined when
 * it was aborted. One that has gone does not grow either.
 */
export async function isStill(
  path: string,
  { settledMs }: Pick<Tools, 'settledMs'>,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const before = await look(path)
  if (before === undefined) return true
  await clock.sleep(Math.min(settledMs || UNLESS_SET_MS, LONGEST_MS), signal)
  if (signal.aborted) return undefined
  const after = await look(path)
  return after !== undefined && isUnchanged(before, after) && !isFresh(ageOf(after), settledMs)
}

/** Whether it was written to too lately to be whole. A time that is still to come says nothing of that. Pure. */
export function isFresh(ageMs: number, settledMs: number): boolean {
  return ageMs >= 0 && ageMs < settledMs
}

/**
 * Since it was written to, ms: what its file system wrote down, by the clock of this machine. Below zero when its file server's
 * clock is ahead, or somebody gave it a time that is still to come.
 */
export function ageOf({ mtimeMs }: FileStamp): number {
  return timeOfDay() - mtimeMs
}

/** Jobs that name one file in two ways wait for the same thing. */
function asUri(uri: string): string {
  const named = pathOf(uri)
  return 'refused' in named ? uri : pathToFileURL(named.path).href
}

/** Between two looks at one that was seen to grow while it was read, where sources are read at once. */
const UNLESS_SET_MS = 2_000
/** Most between two looks: a check has to end within seconds (engine/waits.ts). What is settled later than that, its time tells. */
const LONGEST_MS = 5_000
