/** Transfers a file from one storage to another: what must hold before, and what its failures mean. */

import { siteId } from '../../schema/ids.ts'
import type { Algorithm } from '../../tasks/checksum.ts'
import { look } from '../../tasks/files/look.ts'
import { isOnline, storageOf } from '../../tasks/files/storages.ts'
import { type Location, uriAt } from '../../tasks/transfer/location.ts'
import { rateOf } from '../../tasks/transfer/rate.ts'
import type { FoundFile, TransferFailure, Unfinished } from '../../tasks/transfer/stored-file.ts'
import {
  fatal,
  type Metadata,
  type Outcome,
  retry,
  type StepContext,
  waitFor,
} from '../engine/declare/step.ts'
import { clock } from '../engine/runtime/clock.ts'
import { missingSpace, waitForSpace } from '../files/disk-space.ts'
import { toExist, toStopGrowing } from '../problems/file.ts'
import { toBeOnline } from '../problems/storage.ts'
import type { Tools } from '../tools.ts'
import { readState, writeState } from './state.ts'

/** What is to be transferred. */
export interface TransferPlan {
  readonly from: Location
  readonly to: Location
  /** Number of the step in temporary names and in the key of its state. */
  readonly step: number
  /** Fails if there is a file at the target. */
  readonly exclusive: boolean
}

/** ContentFrom that is whole at its target, under its temporary name. */
export interface Transferred {
  readonly from: Location
  readonly to: Location
  readonly found: FoundFile
  readonly unfinished: Unfinished
  /** Bytes. */
  readonly size: number
  /** Lower-case hexadecimal. */
  readonly checksums: Readonly<Partial<Record<Algorithm, string>>>
}

/** Continues where an earlier attempt ended, if the source is still the same. */
export async function transfer(
  context: StepContext<Tools>,
  plan: TransferPlan,
): Promise<Transferred | Outcome> {
  const { tools, job, run, log, metadata } = context
  const { from, to, step, exclusive } = plan
  const signal = AbortSignal.any([context.signal, context.stop])
  const { tasks, access, rates } = tools.transfers
  const unavailable = await offlineAt(to, tools)
  if (unavailable) return waitFor(unavailable)
  const next: Unfinished = { writer: `${siteId(job.id)}.${step}`, run, exclusive }
  const left = await readState(context, next, step)
  const begun = await tasks.run('transfer/begin', { from, to, access, next, ...(left && { left }) }, signal)
  if (begun.ended !== 'done') return outcomeOf(begun, context, { plan, missing: 0 })
  const { found, unfinished, written } = begun
  if (unfinished.run !== left?.run) await writeState(context, unfinished, step)
  const missing = (await toWrite(from, found)) - written
  const needed = to.scheme === 'file' ? await missingSpace(to.path, missing, tools) : undefined
  if (needed) return waitFor(needed)
  log(
    'info',
    `transferring ${found.size ?? 'an unknown number of'} bytes from ${uriAt(from)} to ${uriAt(to)}${
      written > 0 ? `, of which ${written} are there` : ''
    }`,
  )
  const done = new BigInt64Array(new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT))
  const own = Number(metadata['limitRate'] ?? 0)
  const limits = own > 0 ? [...rates, rateOf(own)] : rates
  const algorithms = algorithmsOf(metadata)
  const input = { from, to, access, found, unfinished, algorithms, rates: limits, done }
  const carried = await following(context, found.size, done, tasks.run('transfer/carry', input, signal))
  if (carried.ended !== 'done') {
    const rest = Math.max(0, missing + written - Number(Atomics.load(done, 0)))
    return outcomeOf(carried, context, { plan, missing: rest })
  }
  const { size, checksums } = carried
  return { from, to, found, unfinished, size, checksums }
}

/** The checksums that are computed on the way: those asked for, and the one of the file table. Pure. */
export function algorithmsOf({ checksumAlgorithms = '' }: Metadata): readonly Algorithm[] {
  const asked = checksumAlgorithms.split(',').map((one) => one.trim())
  return ALGORITHMS.filter((algorithm) => algorithm === 'sha256' || asked.includes(algorithm))
}

const ALGORITHMS = ['sha256', 'sha1', 'md5'] as const satisfies readonly Algorithm[]

/** Bytes that will be written: holes of a local source become holes. 0: unknown. */
async function toWrite(from: Location, { size = 0 }: FoundFile): Promise<number> {
  if (from.scheme !== 'file') return size
  return (await look(from.path))?.allocated ?? size
}

async function offlineAt({ scheme, path }: Location, { storages }: Tools) {
  const storage = scheme === 'file' ? storageOf(path, storages) : undefined
  return storage && !(await isOnline(storage)) ? toBeOnline(storage) : undefined
}

/** Reports the progress of a transfer until it ends. */
async function following<T>(
  { progress }: Pick<StepContext<Tools>, 'progress'>,
  size: number | undefined,
  done: BigInt64Array,
  running: Promise<T>,
): Promise<T> {
  const over = new AbortController()
  const ended = running.finally(() => over.abort())
  ended.catch(() => undefined)
  for (let last = -1n; !over.signal.aborted; ) {
    await clock.sleep(REPORT_MS, over.signal)
    const bytes = Atomics.load(done, 0)
    // A transfer that does not move does not report: that is how a stall is seen.
    if (bytes !== last) progress(Number(bytes), size, 'bytes')
    last = bytes
  }
  return ended
}

type Ended = TransferFailure | { readonly ended: 'stopped' }

interface Ending {
  readonly plan: Pick<TransferPlan, 'to'>
  /** Bytes that are still to be written. */
  readonly missing: number
}

/** What a failure means for the step. */
export async function outcomeOf(
  failure: Ended,
  { metadata, tools, signal }: StepContext<Tools>,
  { plan: { to }, missing }: Ending,
): Promise<Outcome> {
  const { sourceUri = '' } = metadata
  switch (failure.ended) {
    case 'not-found':
      return metadata['waitForSource'] === 'true'
        ? waitFor(toExist(sourceUri))
        : fatal(`sourceUri: ${failure.message}`)
    case 'changed':
      return waitFor(toStopGrowing(sourceUri))
    case 'taken':
      return fatal(`destinationUri: ${failure.message}`)
    case 'refused':
      return fatal(failure.message)
    case 'disk-full':
      return to.scheme === 'file'
        ? waitForSpace(to.path, tools, { partials: [], bytes: missing })
        : retry(failure.message)
    case 'broken':
      return retry(failure.message)
    case 'stopped':
      return signal.aborted ? retry('stopped') : fatal('stopped before the transfer was complete')
  }
}

/** As often as progress is written. */
const REPORT_MS = 250
