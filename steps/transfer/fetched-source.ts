/** The copy of a source on another host: it is fetched once, before the first step that reads it. */

import { rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { siteId } from '../../schema/ids.ts'
import { shortened } from '../../tasks/files/land.ts'
import { look } from '../../tasks/files/look.ts'
import { namesIn, removeFile } from '../../tasks/files/open-folder.ts'
import { isRemote, locationOf, nameAt, uriAt } from '../../tasks/transfer/location.ts'
import { fatal, type Metadata, type Outcome, type StepContext } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import { localFile, sourcePlaceOf } from './places.ts'
import { deleteState } from './state.ts'
import { outcomeOf, transfer } from './transfer.ts'

/** The path of the copy, or the outcome of the step if the source cannot be fetched now. */
export async function fetchedSource(
  context: StepContext<Tools>,
): Promise<{ readonly path: string } | Outcome> {
  const { metadata, tools, job, signal } = context
  const from = await sourcePlaceOf(metadata, tools)
  if ('refused' in from) return fatal(from.refused)
  const path = join(copyFolder(job.id, tools), nameOfCopy(nameAt(from)))
  // It gets this name once it is whole.
  if ((await look(path))?.isFile) return { path }
  const fetched = await transfer(context, { from, to: localFile(path), step: FETCH_STEP, exclusive: false })
  if ('ended' in fetched) return fetched
  const { to, unfinished, size } = fetched
  const { tasks, access } = tools.transfers
  const landed = await tasks.run('transfer/end', { to, access, unfinished, size }, signal)
  return landed.ended === 'done' ? { path } : outcomeOf(landed, context, { plan: { to }, missing: 0 })
}

/** Removes the copy, and what is left of a fetch. */
export async function removeFetchedSource(context: StepContext<Tools>): Promise<void> {
  const { metadata, job, tools } = context
  if (!isRemote(metadata['sourceUri'])) return
  const folder = copyFolder(job.id, tools)
  for (const name of await namesIn(folder)) await removeFile(join(folder, name))
  await rmdir(folder).catch(() => undefined)
  await deleteState(context, FETCH_STEP)
}

/** The URI of a source on another host, as results show it; undefined for others. Pure. */
export function remoteUri({ sourceUri = '' }: Metadata): string | undefined {
  const location = isRemote(sourceUri) ? locationOf(sourceUri) : undefined
  return location && !('refused' in location) ? uriAt(location) : undefined
}

/** In the first media root, where outputs without a destination go, too; hidden. */
function copyFolder(jobId: number, { mediaRoots }: Tools): string {
  return join(mediaRoots[0] ?? '.', `.${siteId(jobId)}.source`)
}

/** The name of the source, which those of outputs begin with, unless it is too long for a partial file. */
function nameOfCopy(name: string): string {
  return Buffer.byteLength(name) <= LONGEST_NAME
    ? name
    : `${shortened(name)}${name.slice(-16).replace(/^[^.]*/, '')}`
}

/** Bytes. */
const LONGEST_NAME = 255
/** In the names of partial files; no step of a job type has this number. */
const FETCH_STEP = 0
