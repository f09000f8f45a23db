import { look } from '../../tasks/files/look.ts'
import { insideRoots } from '../../tasks/files/media-roots.ts'
import { isOnline, storageOf } from '../../tasks/files/storages.ts'
import type { Invalid, Parameter } from '../engine/declare/parameter.ts'
import type { Condition } from '../engine/declare/problem.ts'
import {
  fatal,
  type Metadata,
  type Needs,
  type Outcome,
  type StepContext,
  waitFor,
} from '../engine/declare/step.ts'
import { ageOf, isFresh, isStill, toExist, toStopGrowing } from '../problems/file.ts'
import { toBeOnline } from '../problems/storage.ts'
import type { Tools } from '../tools.ts'

/** Said by every job type that reads a source. */
export const WAIT_FOR_SOURCE: Parameter = {
  key: 'waitForSource',
  required: false,
  description: 'Whether the job waits for a source that does not exist yet. Default `false`: it fails.',
  values: ['true', 'false'],
}

type Asking = Pick<StepContext<Tools>, 'metadata' | 'tools' | 'signal'>

/** Where the source is; or what comes of it that it cannot be read: it waits for it, or fails. */
export async function sourceOf({
  metadata,
  tools,
  signal,
}: Asking): Promise<{ readonly path: string } | Outcome> {
  const uri = metadata['sourceUri'] ?? ''
  const place = await insideRoots(uri, tools.mediaRoots)
  if ('refused' in place) return fatal(`sourceUri: ${place.refused}`)
  const away = await offline(uri, tools)
  if (away) return waitFor(away)
  if ('path' in place) return (await mayGrow(place.path, tools, signal)) ? waitFor(toStopGrowing(uri)) : place
  return metadata['waitForSource'] === 'true'
    ? waitFor(toExist(uri))
    : fatal(`sourceUri: ${uri} does not exist`)
}

/** Whether the source may not be whole yet. Takes no time but for one that was written to in the future, as a clock has it. */
async function mayGrow(path: string, tools: Tools, signal: AbortSignal): Promise<boolean> {
  const seen = await look(path)
  if (!seen?.isFile || tools.settledMs === 0) return false
  const ageMs = ageOf(seen)
  if (ageMs >= 0) return isFresh(ageMs, tools.settledMs)
  // To wait until its time has come could take for ever.
  return (await isStill(path, tools, signal)) === false
}

/** What comes of a source that cannot be read: it may be the beginning of one, whose writer paused. */
export async function unreadable(path: string, why: string, asking: Asking): Promise<Outcome> {
  const { metadata, tools, signal } = asking
  if (tools.settledMs > 0 && (await isStill(path, tools, signal)) === false)
    return waitFor(toStopGrowing(metadata['sourceUri'] ?? ''))
  return fatal(why)
}

/** What to wait for when the storage that the URI or path lies on is away; undefined when it is not. */
export async function offline(uri: string, { storages }: Tools): Promise<Condition | undefined> {
  const storage = storageOf(uri, storages)
  return storage && !(await isOnline(storage)) ? toBeOnline(storage) : undefined
}

/** The storages that a step reads from and writes to have to be reached. Pure. */
export function reaching({ sourceUri, destinationUri }: Metadata, { storages }: Tools): Needs {
  const uris = [sourceUri, destinationUri].filter((uri) => uri !== undefined)
  const ids = uris.map((uri) => storageOf(uri, storages)?.id).filter((id) => id !== undefined)
  return ids.length > 0 ? { reach: [...new Set(ids)] } : {}
}

/** The same of a step that writes to, or removes from, the folder of the outputs alone: where the job names none, it lies in the first media root. Pure. */
export function reachingOutput({ destinationUri }: Metadata, tools: Tools): Needs {
  return reaching({ destinationUri: destinationUri ?? tools.mediaRoots[0] ?? '' }, tools)
}

/** The same of a step that reads the source as well. Pure. */
export function reachingSourceAndOutput(metadata: Metadata, tools: Tools): Needs {
  return reaching({ destinationUri: tools.mediaRoots[0] ?? '', ...metadata }, tools)
}

/**
 * The first of both URIs that no job may touch. Whether the source exists is found out when the job runs: it may come later, and to
 * another machine.
 */
export async function refusedUri(
  { sourceUri, destinationUri }: Metadata,
  { mediaRoots }: Tools,
): Promise<Invalid | undefined> {
  for (const [key, uri] of Object.entries({ sourceUri, destinationUri })) {
    const place = uri === undefined ? undefined : await insideRoots(uri, mediaRoots)
    if (place && 'refused' in place)
      return { refused: 'invalid', key, explanation: place.refused, value: uri ?? '' }
  }
  return undefined
}
