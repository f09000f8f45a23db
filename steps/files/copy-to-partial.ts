import { lstat, mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { siteId } from '../../schema/ids.ts'
import { copy } from '../../tasks/files/copy.ts'
import { hasLanded, removePartials } from '../../tasks/files/land.ts'
import { isUnchanged, look } from '../../tasks/files/look.ts'
import { fatal, finished, type Outcome, retry, type StepContext, waitFor } from '../engine/declare/step.ts'
import { toStopGrowing } from '../problems/file.ts'
import { offline, sourceOf } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { uriOf } from '../transcode/renditions.ts'
import { COPY_STEP, type Copy, namesOf } from './copy-plan.ts'
import { missingSpace, waitForSpace } from './disk-space.ts'

export type PendingCopy = Pick<Copy, 'source' | 'look' | 'partial' | 'final'>

/** All that has to be so before a file is taken under its partial name; or what comes of it that it is not. */
export async function checkBeforeCopy(context: StepContext<Tools>): Promise<PendingCopy | Outcome> {
  const { metadata, tools, job, run } = context
  const names = await namesOf(context)
  if ('refused' in names) return fatal(names.refused)
  const source = await sourceOf(context)
  if ('ended' in source) return source
  const away = await offline(metadata['destinationUri'] ?? '', tools)
  if (away) return waitFor(away)
  const found = await look(source.path)
  if (!found?.isFile) return fatal(`sourceUri: ${metadata['sourceUri']} is no file`)
  const { final, partial } = names
  if (source.path === final) return fatal(`destinationUri: ${uriOf(final)} is the source itself`)
  if (!(await hasLanded(final, siteId(job.id), COPY_STEP)) && (await isThere(final)))
    return fatal(`destinationUri: ${uriOf(final)} exists already`)
  if (!(await ensureFolder(dirname(final)))) return fatal(`destinationUri: ${dirname(final)} is no folder`)
  // What a run left whose worker died: nobody else will.
  await removePartials(final, siteId(job.id), COPY_STEP, run)
  const { isFile: _file, ...seen } = found
  return { source: source.path, look: seen, final, partial }
}

/** Copies the file under its partial name. Result: `Copy`. */
export async function copyToPartial(
  context: StepContext<Tools>,
  taking: PendingCopy,
  beats: Int32Array,
): Promise<Outcome> {
  const { metadata, tools, signal, stop, progress, log } = context
  const [to = '', { size }] = [metadata['destinationUri'], taking.look]
  const full = await missingSpace(to, size, tools)
  if (full) return waitFor(full)
  log('info', `${size} bytes from ${taking.source} to ${taking.final}`)
  const ended = await copy(taking.source, taking.partial, {
    ...{ signal: AbortSignal.any([signal, stop]), tasks: tools.tasks, beats },
    onProgress: (bytes) => progress(bytes, size, 'bytes'),
  })
  if (!isUnchanged(taking.look, await look(taking.source)) && ended.ended !== 'stopped')
    return changed(context)
  switch (ended.ended) {
    case 'done':
      progress(size, size, 'bytes')
      return finished({ ...taking, sha256: ended.sha256 } satisfies Copy)
    case 'disk-full':
      return waitForSpace(to, tools, { partials: [taking.partial], bytes: size })
    case 'not-found':
    case 'differs':
    case 'failed':
      return retry(ended.message)
    case 'stopped':
      return signal.aborted ? retry('stopped') : fatal('stopped: half a copy is of no use')
  }
}

/** It was written to, or taken away, while it was read. */
async function changed(context: StepContext<Tools>): Promise<Outcome> {
  const source = await sourceOf(context)
  return 'ended' in source ? source : waitFor(toStopGrowing(context.metadata['sourceUri'] ?? ''))
}

/** Removes what an attempt has taken. */
export async function discardPartial(context: StepContext<Tools>): Promise<void> {
  const names = await namesOf(context)
  if (!('refused' in names)) await rm(names.partial, { force: true })
}

/** False when something that is no folder stands there, or on the way. */
export async function ensureFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true })
    return true
  } catch (error) {
    const code = (error as { readonly code?: unknown } | null)?.code
    if (code === 'EEXIST' || code === 'ENOTDIR') return false
    throw error
  }
}

/** Also when it is a link that leads nowhere. */
async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
