/** The source of a job: where it is, whether it can be read yet, and which storages a step has to reach. */

import { look } from '../../tasks/files/look.ts'
import { insideRoots } from '../../tasks/files/media-roots.ts'
import { isOnline, storageOf } from '../../tasks/files/storages.ts'
import { isRemote } from '../../tasks/transfer/location.ts'
import type { Parameter } from '../engine/declare/parameter.ts'
import type { Condition } from '../engine/declare/problem.ts'
import type { Invalid } from '../engine/declare/refusal.ts'
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
import { fetchedSource } from '../transfer/fetched-source.ts'
import { refusedPlaces } from '../transfer/places.ts'

/** A parameter of all job types that read a source. */
export const WAIT_FOR_SOURCE: Parameter = {
  key: 'waitForSource',
  required: false,
  description: 'Whether the job waits for a source that does not exist yet. Default `false`: the job fails.',
  values: ['true', 'false'],
}

type SourceContext = Pick<StepContext<Tools>, 'metadata' | 'tools' | 'signal'>

/**
 * The path of the source, or the outcome of the step if the source cannot be read now. A source on another
 * host is transferred first, unless an earlier step has done so: the path is that of the copy.
 */
export async function sourceOf(context: StepContext<Tools>): Promise<{ readonly path: string } | Outcome> {
  return isRemote(context.metadata['sourceUri']) ? fetchedSource(context) : localSourceOf(context)
}

async function localSourceOf({
  metadata,
  tools,
  signal,
}: SourceContext): Promise<{ readonly path: string } | Outcome> {
  const uri = metadata['sourceUri'] ?? ''
  const place = await insideRoots(uri, tools.mediaRoots)
  if ('refused' in place) return fatal(`sourceUri: ${place.refused}`)
  const unavailable = await offline(uri, tools)
  if (unavailable) return waitFor(unavailable)
  if ('path' in place) {
    const found = await look(place.path)
    // To open a FIFO would block until something writes to it.
    if (found && !found.isFile) return fatal(`sourceUri: ${uri} is not a file`)
    return (await mayGrow(place.path, tools, signal)) ? waitFor(toStopGrowing(uri)) : place
  }
  return metadata['waitForSource'] === 'true'
    ? waitFor(toExist(uri))
    : fatal(`sourceUri: ${uri} does not exist`)
}

/** Whether the source may still be growing. Takes seconds only if its modification time is in the future. */
async function mayGrow(path: string, tools: Tools, signal: AbortSignal): Promise<boolean> {
  const found = await look(path)
  if (!found?.isFile || tools.settledMs === 0) return false
  const ageMs = ageOf(found)
  if (ageMs >= 0) return isFresh(ageMs, tools.settledMs)
  // Waiting until that time could take forever.
  return (await isStill(path, tools, signal)) === false
}

/** The outcome for a source that cannot be decoded: it may be incomplete, because its writer paused. */
export async function unreadable(path: string, reason: string, context: SourceContext): Promise<Outcome> {
  const { metadata, tools, signal } = context
  if (tools.settledMs > 0 && (await isStill(path, tools, signal)) === false)
    return waitFor(toStopGrowing(metadata['sourceUri'] ?? ''))
  return fatal(reason)
}

/** The condition to wait for if the storage of the URI or path is offline; undefined if it is online. */
export async function offline(uri: string, { storages }: Tools): Promise<Condition | undefined> {
  const storage = storageOf(uri, storages)
  return storage && !(await isOnline(storage)) ? toBeOnline(storage) : undefined
}

/** The needs of a step that uses the source and the destination: their storages. Pure. */
export function reaching({ sourceUri, destinationUri }: Metadata, { storages }: Tools): Needs {
  const uris = [sourceUri, destinationUri].filter((uri) => uri !== undefined)
  const ids = uris.map((uri) => storageOf(uri, storages)?.id).filter((id) => id !== undefined)
  return ids.length > 0 ? { reach: [...new Set(ids)] } : {}
}

/** The needs of a step that uses only the folder of the outputs, by default in the first media root. Pure. */
export function reachingOutput({ destinationUri }: Metadata, tools: Tools): Needs {
  return reaching({ destinationUri: destinationUri ?? tools.mediaRoots[0] ?? '' }, tools)
}

/** The needs of a step that uses the folder of the outputs, and removes the copy of a source. Pure. */
export function reachingOutputAndCopy(metadata: Metadata, tools: Tools): Needs {
  const destinationUri = metadata['destinationUri'] ?? tools.mediaRoots[0] ?? ''
  return isRemote(metadata['sourceUri'])
    ? reaching({ ...readable(metadata, tools), destinationUri }, tools)
    : reachingOutput(metadata, tools)
}

/** The needs of a step that uses the source and the folder of the outputs. Pure. */
export function reachingSourceAndOutput(metadata: Metadata, tools: Tools): Needs {
  return reaching(
    { destinationUri: tools.mediaRoots[0] ?? '', ...metadata, ...readable(metadata, tools) },
    tools,
  )
}

/** The needs of a step that reads the source, or its copy. Pure. */
export function reachingSource(metadata: Metadata, tools: Tools): Needs {
  return reaching(readable(metadata, tools), tools)
}

/** Copies of sources on other hosts are in the first media root. */
function readable({ sourceUri = '' }: Metadata, { mediaRoots }: Tools): Metadata {
  return { sourceUri: isRemote(sourceUri) ? (mediaRoots[0] ?? '') : sourceUri }
}

/**
 * Refuses URIs outside the media roots, and sources on hosts that may not be contacted. Does not check
 * whether the source exists: it may appear later, or only on another machine.
 */
export function refusedUri(metadata: Metadata, tools: Tools): Promise<Invalid | undefined> {
  return refusedPlaces(metadata, tools, { remotely: false })
}
