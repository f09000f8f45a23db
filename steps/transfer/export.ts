/** The steps of an export: it is set up, its content is transferred, and what a failure leaves is removed. */

import { siteId } from '../../schema/ids.ts'
import { removePartials } from '../../tasks/files/land.ts'
import { isRemote, uriAt } from '../../tasks/transfer/location.ts'
import {
  fatal,
  finished,
  type Outcome,
  type Step,
  type StepContext,
  waitFor,
} from '../engine/declare/step.ts'
import { toExist } from '../problems/file.ts'
import { reaching } from '../source/source.ts'
import { withStallTimeout } from '../source/with-stall-timeout.ts'
import type { Tools } from '../tools.ts'
import { EXPORT_STEP, exportPlanOf } from './export-plan.ts'
import { sourcePlaceOf, targetPlaceOf } from './places.ts'
import { deleteState, readState } from './state.ts'
import { outcomeOf, type TransferPlan, transfer } from './transfer.ts'

/** Checks that the source is there, and that the target can be reached. Result: their URIs. */
export const setUpExport = withStallTimeout({
  name: 'set-up-export',
  description: 'Setting up.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reaching,
  async run(context) {
    const plan = await exportPlanOf(context)
    if ('ended' in plan) return plan
    for (const at of [plan.from, plan.to]) {
      const { tasks, access } = context.tools.transfers
      const looked = await tasks.run('transfer/look', { at, access }, context.signal)
      if (looked.ended !== 'done') return outcomeOf(looked, context, { plan, missing: 0 })
      if (at === plan.from && !looked.found) return missingSource(context)
    }
    return finished({ sourceUri: uriAt(plan.from), uri: uriAt(plan.to) })
  },
})

function missingSource({ metadata }: StepContext<Tools>): Outcome {
  const { sourceUri = '' } = metadata
  return metadata['waitForSource'] === 'true'
    ? waitFor(toExist(sourceUri))
    : fatal(`sourceUri: ${sourceUri} does not exist`)
}

/** A file that was exported. */
interface Exported {
  readonly uri: string
  /** Bytes. */
  readonly size: number
  readonly sha256?: string
  readonly sha1?: string
  readonly md5?: string
  /** Where the server gives one. */
  readonly etag?: string
}

/** Transfers the content and gives it its final name, in place of what had it. Result: `Exported`. */
export const transferContent = withStallTimeout({
  name: 'transfer-content',
  description: 'Transferring content.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reaching,
  outputs: (result) => [result as Exported].filter(({ uri }) => !isRemote(uri)),
  async run(context) {
    const plan = await exportPlanOf(context)
    return 'ended' in plan ? plan : exported(context, plan)
  },
})

async function exported(context: StepContext<Tools>, plan: TransferPlan): Promise<Outcome> {
  const transferred = await transfer(context, plan)
  if ('ended' in transferred) return transferred
  const { to, unfinished, size, checksums } = transferred
  const { tasks, access } = context.tools.transfers
  const landed = await tasks.run('transfer/end', { to, access, unfinished, size }, context.signal)
  if (landed.ended !== 'done') return outcomeOf(landed, context, { plan, missing: 0 })
  await deleteState(context, EXPORT_STEP)
  const { etag } = landed
  const result: Exported = { uri: uriAt(to), size, ...checksums, ...(etag !== undefined && { etag }) }
  return finished(result, {
    ...{ outputUri: result.uri, bytesWritten: String(size), result: JSON.stringify(result) },
    // As a transfer of Vidispine does (wire-media.md §8.2).
    ...{ transferDone: 'true', 'transfer-method': 'normal' },
  })
}

/** After a failure or an abort: removes what is unfinished. What was there before is still there. */
export const removeUnfinishedExport: Step<Tools> = {
  name: 'remove-unfinished-export',
  description: 'Removing leftovers.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reaching,
  async run(context) {
    const { metadata, tools, job } = context
    const writer = `${siteId(job.id)}.${EXPORT_STEP}`
    const left = await readState(context, { writer, exclusive: false }, EXPORT_STEP)
    const from = await sourcePlaceOf(metadata, tools)
    const to = 'refused' in from ? from : await targetPlaceOf(metadata, from, tools)
    if (!left || 'refused' in to) return finished()
    const { tasks, access } = tools.transfers
    if (to.scheme === 'file') await removePartials(to.path, siteId(job.id), EXPORT_STEP)
    else await tasks.run('transfer/end', { to, access, unfinished: left }, context.signal)
    await deleteState(context, EXPORT_STEP)
    return finished()
  },
}
