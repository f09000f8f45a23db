/** Copies a file to a partial file: the checks before the copy, the copy, and its removal. */

import { dirname } from 'node:path'
import { siteId } from '../../schema/ids.ts'
import { copy } from '../../tasks/files/copy.ts'
import { hasLanded, removePartials } from '../../tasks/files/land.ts'
import { isTaken, isUnchanged, look } from '../../tasks/files/look.ts'
import { codeOf, openFolder, removeFile } from '../../tasks/files/open-folder.ts'
import { fatal, finished, type Outcome, retry, type StepContext, waitFor } from '../engine/declare/step.ts'
import { toStopGrowing } from '../problems/file.ts'
import { offline, sourceOf } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { uriOf } from '../transcode/renditions.ts'
import { COPY_STEP, type Copy, namesOf } from './copy-plan.ts'
import { missingSpace, waitForSpace } from './disk-space.ts'

export type PendingCopy = Pick<Copy, 'source' | 'look' | 'partial' | 'final'>

/** Checks source and destination. Returns the outcome of the step if the copy cannot start now. */
export async function checkBeforeCopy(context: StepContext<Tools>): Promise<PendingCopy | Outcome> {
  const { metadata, tools, job, run } = context
  const names = await namesOf(context)
  if ('refused' in names) return fatal(names.refused)
  const source = await sourceOf(context)
  if ('ended' in source) return source
  const unavailable = await offline(metadata['destinationUri'] ?? '', tools)
  if (unavailable) return waitFor(unavailable)
  const found = await look(source.path)
  if (!found?.isFile) return fatal(`sourceUri: ${metadata['sourceUri']} is not a file`)
  const { final, partial } = names
  if (source.path === final) return fatal(`destinationUri: ${uriOf(final)} is the source itself`)
  if (!(await hasLanded(final, siteId(job.id), COPY_STEP)) && (await isTaken(final)))
    return fatal(`destinationUri: ${uriOf(final)} already exists`)
  const noFolder = await ensureFolder(dirname(final))
  if (noFolder) return noFolder
  // Leftovers of earlier runs whose node died.
  await removePartials(final, siteId(job.id), COPY_STEP, run)
  const { isFile: _file, ...stamp } = found
  return { source: source.path, look: stamp, final, partial }
}

/** How the content is copied. */
interface HowToCopy {
  /** Whether the copy gets the attributes of the source. */
  readonly preserve: boolean
  readonly beats: Int32Array
}

/** Copies the file to its partial file. Result: `Copy`. */
export async function copyToPartial(
  context: StepContext<Tools>,
  pending: PendingCopy,
  { preserve, beats }: HowToCopy,
): Promise<Outcome> {
  const { metadata, tools, signal, stop, progress, log } = context
  const [to = '', { size, allocated }] = [metadata['destinationUri'], pending.look]
  const needed = await missingSpace(to, allocated, tools)
  if (needed) return waitFor(needed)
  log('info', `copying ${size} bytes from ${pending.source} to ${pending.final}`)
  const result = await copy(pending.source, pending.partial, {
    ...{ signal: AbortSignal.any([signal, stop]), tasks: tools.tasks, beats, preserve },
    onProgress: (bytes) => progress(bytes, size, 'bytes'),
  })
  if (!isUnchanged(pending.look, await look(pending.source)) && result.ended !== 'stopped')
    return sourceChanged(context)
  switch (result.ended) {
    case 'done':
      progress(size, size, 'bytes')
      return finished({ ...pending, sha256: result.sha256 } satisfies Copy)
    case 'disk-full':
      return waitForSpace(to, tools, { partials: [pending.partial], bytes: allocated })
    case 'not-found':
    case 'differs':
    case 'failed':
      return retry(result.message)
    case 'stopped':
      return signal.aborted ? retry('stopped') : fatal('stopped before the copy was complete')
  }
}

/** The source was modified or removed during the copy. */
async function sourceChanged(context: StepContext<Tools>): Promise<Outcome> {
  const source = await sourceOf(context)
  return 'ended' in source ? source : waitFor(toStopGrowing(context.metadata['sourceUri'] ?? ''))
}

/** Removes the partial file of an attempt. */
export async function discardPartial(context: StepContext<Tools>): Promise<void> {
  const names = await namesOf(context)
  if (!('refused' in names)) await removeFile(names.partial)
}

/** Creates an output folder and its parents. The outcome of the step if that can never succeed. */
export async function ensureFolder(folder: string): Promise<Outcome | undefined> {
  try {
    await using _opened = await openFolder(folder, { create: true })
    return undefined
  } catch (error) {
    const reason = NEVER.get(codeOf(error) ?? '')
    if (reason === undefined) throw error
    return fatal(`destinationUri: ${folder} ${reason}`)
  }
}

const NEVER: ReadonlyMap<string, string> = new Map([
  ['EEXIST', 'is not a folder'],
  ['ENOTDIR', 'is not a folder'],
  ['EROFS', 'is in a file system that is read-only'],
  ['ENAMETOOLONG', 'has a name that is too long'],
])
