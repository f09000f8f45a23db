/** What an export reads and writes. */

import { isRemote, uriAt } from '../../tasks/transfer/location.ts'
import type { Parameter } from '../engine/declare/parameter.ts'
import { fatal, type Metadata, type Outcome, type StepContext } from '../engine/declare/step.ts'
import { sourceOf } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { localFile, sourcePlaceOf, targetPlaceOf } from './places.ts'
import type { TransferPlan } from './transfer.ts'

/** Number of the step that transfers the content; part of the temporary names (wire-media.md §8.1). */
export const EXPORT_STEP = 200

export const FURTHER_EXPORTS: Parameter = {
  key: 'furtherExports',
  required: false,
  description:
    'More files to export: a line `sourceUri destinationUri` for each, without spaces in the URIs.',
  form: {
    pattern: /^\S+ \S+(\n\S+ \S+){0,49}\n?$/,
    expected: 'up to 50 lines of two URIs, separated by a space',
  },
}

/** The metadata of each file of an export as if it were the only one. Pure. */
export function exportsOf(metadata: Metadata): readonly Metadata[] {
  const lines = (metadata[FURTHER_EXPORTS.key] ?? '').split('\n').map((line) => line.trim())
  const further = lines.filter((line) => line !== '').map((line) => line.split(' '))
  return [
    metadata,
    ...further.map(([sourceUri = '', destinationUri = '']) => ({ ...metadata, sourceUri, destinationUri })),
  ]
}

/** The number in the temporary names of a file, by its place. Pure. */
export function exportStep(at: number): number {
  return EXPORT_STEP + at
}

/** The context of each file of an export as if it were the only one. */
export function filesOfExport(context: StepContext<Tools>): readonly StepContext<Tools>[] {
  return exportsOf(context.metadata).map((metadata) => ({ ...context, metadata }))
}

/** Overwrites a file at the target (wire-media.md §11, 24). */
export async function exportPlanOf(context: StepContext<Tools>, at: number): Promise<TransferPlan | Outcome> {
  const { metadata, tools } = context
  const source = isRemote(metadata['sourceUri']) ? undefined : await sourceOf(context)
  if (source && 'ended' in source) return source
  const from = source ? localFile(source.path) : await sourcePlaceOf(metadata, tools)
  if ('refused' in from) return fatal(from.refused)
  const to = await targetPlaceOf(metadata, from, tools)
  if ('refused' in to) return fatal(to.refused)
  if (uriAt(from) === uriAt(to)) return fatal(`destinationUri: ${uriAt(to)} is the source itself`)
  return { from, to, step: exportStep(at), exclusive: false }
}
