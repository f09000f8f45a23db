/** What an export reads and writes. */

import { isRemote, uriAt } from '../../tasks/transfer/location.ts'
import { fatal, type Outcome, type StepContext } from '../engine/declare/step.ts'
import { sourceOf } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { localFile, sourcePlaceOf, targetPlaceOf } from './places.ts'
import type { TransferPlan } from './transfer.ts'

/** Number of the step that transfers the content; part of the temporary names (wire-media.md §8.1). */
export const EXPORT_STEP = 200

/** Overwrites a file at the target (wire-media.md §11, 24). */
export async function exportPlanOf(context: StepContext<Tools>): Promise<TransferPlan | Outcome> {
  const { metadata, tools } = context
  const source = isRemote(metadata['sourceUri']) ? undefined : await sourceOf(context)
  if (source && 'ended' in source) return source
  const from = source ? localFile(source.path) : await sourcePlaceOf(metadata, tools)
  if ('refused' in from) return fatal(from.refused)
  const to = await targetPlaceOf(metadata, from, tools)
  if ('refused' in to) return fatal(to.refused)
  if (uriAt(from) === uriAt(to)) return fatal(`destinationUri: ${uriAt(to)} is the source itself`)
  return { from, to, step: EXPORT_STEP, exclusive: false }
}
