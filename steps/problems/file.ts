import { pathToFileURL } from 'node:url'
import { isUnchanged, look } from '../../tasks/look.ts'
import { insideRoots, pathOf } from '../../tasks/media-roots.ts'
import { isOnline, storageOf } from '../../tasks/storages.ts'
import { clock } from '../engine/clock.ts'
import type { Condition, ProblemKind } from '../engine/problem.ts'
import type { Tools } from '../tools.ts'

const TO_EXIST = 'to exist'
const TO_STOP_GROWING = 'to stop growing'

/** A file that is not there yet. */
export function toExist(uri: string): Condition {
  return { type: file.type, resource: asUri(uri), requirement: TO_EXIST }
}

/** A file that somebody still writes. */
export function toStopGrowing(uri: string): Condition {
  return { type: file.type, resource: asUri(uri), requirement: TO_STOP_GROWING }
}

export const file: ProblemKind<Tools> = {
  type: 'FILE',
  description: `A file is wanted ${TO_EXIST}, or ${TO_STOP_GROWING}: its size is the same at two looks 2 s apart.`,
  async check({ resource, requirement }, { mediaRoots, storages }, signal) {
    const storage = storageOf(resource, storages)
    if (storage && !(await isOnline(storage))) return undefined
    const place = await insideRoots(resource, mediaRoots)
    // The step is run again and says why.
    if ('refused' in place) return true
    if ('missing' in place) return requirement !== TO_EXIST
    return requirement === TO_STOP_GROWING ? isStill(place.path, signal) : true
  },
}

/** One that has gone meanwhile does not grow either. */
async function isStill(path: string, signal: AbortSignal): Promise<boolean | undefined> {
  const before = await look(path)
  await clock.sleep(BETWEEN_LOOKS_MS, signal)
  if (signal.aborted) return undefined
  return before === undefined || isUnchanged(before, await look(path))
}

/** Jobs that name one file in two ways wait for the same thing. */
function asUri(uri: string): string {
  const named = pathOf(uri)
  return 'refused' in named ? uri : pathToFileURL(named.path).href
}

const BETWEEN_LOOKS_MS = 2_000
