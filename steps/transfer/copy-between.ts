/** Copies and moves where a transfer is needed: between hosts, or as the metadata ask for it. */

import { siteId } from '../../schema/ids.ts'
import { isRemote, uriAt } from '../../tasks/transfer/location.ts'
import { fatal, finished, type Outcome, type StepContext } from '../engine/declare/step.ts'
import { COPY_STEP, type LandedFile } from '../files/copy-plan.ts'
import { sourceOf } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { localFile, sourcePlaceOf, targetPlaceOf } from './places.ts'
import { deleteState, readState } from './state.ts'
import { outcomeOf, type Transferred, transfer } from './transfer.ts'

/** Transfers the source under its temporary name. Result: `Transferred`. */
export async function copyBetween(context: StepContext<Tools>): Promise<Outcome> {
  const { metadata, tools } = context
  const source = isRemote(metadata['sourceUri']) ? undefined : await sourceOf(context)
  if (source && 'ended' in source) return source
  const from = source ? localFile(source.path) : await sourcePlaceOf(metadata, tools)
  if ('refused' in from) return fatal(from.refused)
  const to = await targetPlaceOf(metadata, from, tools)
  if ('refused' in to) return fatal(to.refused)
  if (uriAt(from) === uriAt(to)) return fatal(`destinationUri: ${uriAt(to)} is the source itself`)
  const transferred = await transfer(context, { from, to, step: COPY_STEP, exclusive: true })
  return 'ended' in transferred ? transferred : finished(transferred)
}

/** What the job has transferred; undefined if it copied or moved its file otherwise. */
export function transferredBy({ result }: Pick<StepContext<Tools>, 'result'>): Transferred | undefined {
  const made = result<object>('copy-file') ?? result<object>('move-file')
  return made && 'unfinished' in made ? (made as Transferred) : undefined
}

/** Gives it its final name. Result: `LandedFile`. */
export async function landTransferred(context: StepContext<Tools>, made: Transferred): Promise<Outcome> {
  const { to, unfinished, size, checksums } = made
  const { tasks, access } = context.tools.transfers
  const landed = await tasks.run('transfer/end', { to, access, unfinished, size }, context.signal)
  if (landed.ended !== 'done') return outcomeOf(landed, context, { plan: made, missing: 0 })
  const { etag } = landed
  return finished({
    uri: uriAt(to),
    size,
    ...checksums,
    ...(etag !== undefined && { etag }),
  } satisfies LandedFile)
}

/** Deletes the source of a move, unless it has changed. */
export async function deleteTransferred(context: StepContext<Tools>, made: Transferred): Promise<Outcome> {
  const { from: at, found: unless } = made
  const { tasks, access } = context.tools.transfers
  const deleted = await tasks.run('transfer/look', { at, access, remove: true, unless }, context.signal)
  if (deleted.ended === 'changed') return fatal(`${uriAt(at)}: ${deleted.message}`)
  return deleted.ended === 'done' ? finished() : outcomeOf(deleted, context, { plan: made, missing: 0 })
}

/** Deletes a file on another host. Result: whether it existed. */
export async function deleteRemotely(context: StepContext<Tools>): Promise<Outcome> {
  const { metadata, tools, log, signal } = context
  const at = await sourcePlaceOf(metadata, tools)
  if ('refused' in at) return fatal(at.refused)
  const { tasks, access } = tools.transfers
  const deleted = await tasks.run('transfer/look', { at, access, remove: true }, signal)
  if (deleted.ended !== 'done') return outcomeOf(deleted, context, { plan: { to: at }, missing: 0 })
  log('info', deleted.found ? `deleted ${uriAt(at)}` : `${uriAt(at)} does not exist: nothing to delete`)
  return finished(deleted.found !== undefined)
}

/**
 * After a failure or an abort: removes what the transfer of a step has left on another host, or what it put
 * there that did not become the result of the job, unless `keep`. Local files are removed as those of others.
 */
export async function discardTransfer(
  context: StepContext<Tools>,
  { step, exclusive, keep }: { readonly step: number; readonly exclusive: boolean; readonly keep: boolean },
): Promise<void> {
  const { metadata, tools, job } = context
  const left = await readState(context, { writer: `${siteId(job.id)}.${step}`, exclusive }, step)
  if (!left) return
  const from = await sourcePlaceOf(metadata, tools)
  const to = 'refused' in from ? from : await targetPlaceOf(metadata, from, tools)
  if ('refused' in to) return
  const { tasks, access } = tools.transfers
  await tasks.run('transfer/end', { to, access, unfinished: left }, context.signal)
  const hasLanded = context.result<LandedFile>('land-file') !== undefined
  if (hasLanded && !keep) await tasks.run('transfer/look', { at: to, access, remove: true }, context.signal)
  await deleteState(context, step)
}
