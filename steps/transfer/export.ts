/** The steps of an export: it is set up, its content is transferred, and what a failure leaves is removed. */

import { siteId } from '../../schema/ids.ts'
import { removePartials } from '../../tasks/files/land.ts'
import { isRemote, type Location, uriAt } from '../../tasks/transfer/location.ts'
import {
  fatal,
  finished,
  type Metadata,
  type Needs,
  type Outcome,
  type Step,
  type StepContext,
  waitFor,
} from '../engine/declare/step.ts'
import { toExist } from '../problems/file.ts'
import { reaching } from '../source/source.ts'
import { withStallTimeout } from '../source/with-stall-timeout.ts'
import type { Tools } from '../tools.ts'
import { exportPlanOf, exportStep, exportsOf, filesOfExport } from './export-plan.ts'
import { sourcePlaceOf, targetPlaceOf } from './places.ts'
import { deleteState, readState } from './state.ts'
import { outcomeOf, type TransferPlan, transfer } from './transfer.ts'

/** Checks that the sources are there, and that the targets can be reached. Result: the URIs of the first. */
export const setUpExport = withStallTimeout({
  name: 'set-up-export',
  description: 'Setting up.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reachingExports,
  async run(context) {
    const plans: TransferPlan[] = []
    for (const [at, one] of filesOfExport(context).entries()) {
      const plan = await setUp(one, at)
      if ('ended' in plan) return plan
      plans.push(plan)
    }
    const [first] = plans
    return finished(first && { sourceUri: uriAt(first.from), uri: uriAt(first.to) })
  },
})

async function setUp(context: StepContext<Tools>, at: number): Promise<TransferPlan | Outcome> {
  const plan = await exportPlanOf(context, at)
  if ('ended' in plan) return plan
  for (const place of [plan.from, plan.to]) {
    const { tasks, access } = context.tools.transfers
    const looked = await tasks.run('transfer/look', { at: place, access }, context.signal)
    if (looked.ended !== 'done') return outcomeOf(looked, context, { plan, missing: 0 })
    if (place === plan.from && !looked.found) return missingSource(context)
  }
  return plan
}

/** The storages of all files. Pure. */
function reachingExports(metadata: Metadata, tools: Tools): Needs {
  const ids = exportsOf(metadata).flatMap((one) => reaching(one, tools).reach ?? [])
  return ids.length > 0 ? { reach: [...new Set(ids)] } : {}
}

function missingSource({ metadata }: StepContext<Tools>): Outcome {
  const { sourceUri = '' } = metadata
  return metadata['waitForSource'] === 'true'
    ? waitFor(toExist(sourceUri))
    : fatal(`sourceUri: ${sourceUri} does not exist`)
}

/** A file that was exported. */
export interface Exported {
  readonly uri: string
  /** Bytes. */
  readonly size: number
  readonly sha256?: string
  readonly sha1?: string
  readonly md5?: string
  /** Where the server gives one. */
  readonly etag?: string
}

/** Transfers the content and gives it its final name, in place of what had it. Result: `Exported[]`. */
export const transferContent = withStallTimeout({
  name: 'transfer-content',
  description: 'Transferring content.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reachingExports,
  outputs: (result) => (result as readonly Exported[]).filter(({ uri }) => !isRemote(uri)),
  async run(context) {
    const all: Exported[] = []
    for (const [at, one] of filesOfExport(context).entries()) {
      const plan = await exportPlanOf(one, at)
      if ('ended' in plan) return plan
      const done = await exported(one, plan)
      if ('ended' in done) return done
      all.push(done)
    }
    return finished(all, {
      outputUri: all.map(({ uri }) => uri).join('\n'),
      bytesWritten: String(all.reduce((sum, { size }) => sum + size, 0)),
      result: JSON.stringify(all.length === 1 ? all[0] : { outputs: all }),
      // As a transfer of Vidispine does (wire-media.md §8.2).
      ...{ transferDone: 'true', 'transfer-method': 'normal' },
    })
  },
})

/** The content of a plan under its final name, in place of what had it. */
export async function exported(context: StepContext<Tools>, plan: TransferPlan): Promise<Exported | Outcome> {
  const transferred = await transfer(context, plan)
  if ('ended' in transferred) return transferred
  const { to, unfinished, size, checksums } = transferred
  const { tasks, access } = context.tools.transfers
  const landed = await tasks.run('transfer/end', { to, access, unfinished, size }, context.signal)
  if (landed.ended !== 'done') return outcomeOf(landed, context, { plan, missing: 0 })
  await deleteState(context, plan.step)
  const { etag } = landed
  return { uri: uriAt(to), size, ...checksums, ...(etag !== undefined && { etag }) }
}

/** After a failure or an abort: removes what is unfinished. What was there before is still there. */
export const removeUnfinishedExport: Step<Tools> = {
  name: 'remove-unfinished-export',
  description: 'Removing leftovers.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reachingExports,
  async run(context) {
    for (const [at, one] of filesOfExport(context).entries()) await removeUnfinished(one, exportStep(at))
    return finished()
  },
}

async function removeUnfinished(context: StepContext<Tools>, step: number): Promise<void> {
  const { metadata, tools } = context
  const from = await sourcePlaceOf(metadata, tools)
  const to = 'refused' in from ? from : await targetPlaceOf(metadata, from, tools)
  if (!('refused' in to)) await removeUnfinishedAt(to, context, step)
}

/** What the transfer of a step has left at its target. */
export async function removeUnfinishedAt(
  to: Location,
  context: StepContext<Tools>,
  step: number,
): Promise<void> {
  const { tools, job } = context
  const left = await readState(context, { writer: `${siteId(job.id)}.${step}`, exclusive: false }, step)
  if (!left) return
  const { tasks, access } = tools.transfers
  if (to.scheme === 'file') await removePartials(to.path, siteId(job.id), step)
  else await tasks.run('transfer/end', { to, access, unfinished: left }, context.signal)
  await deleteState(context, step)
}
