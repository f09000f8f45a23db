/** What the shape tags of a THUMBNAIL job say about its pictures. */
import { readShapeTags } from '../../schema/queries/definitions/shape-tags.ts'
import type { Refusal } from '../engine/declare/refusal.ts'
import type { Metadata, Preparation, Prepared } from '../engine/declare/step.ts'
import { type KnownTag, knownTags } from '../preset/known-tags.ts'
import { tagsIn, unknownTag } from '../preset/presets-of-job.ts'
import type { Tools } from '../tools.ts'

/** Becomes metadata of the job, so that it stays as it is. Metadata that the job has goes first. */
export async function thumbnailsOfTags({
  em,
  metadata,
  tools,
}: Preparation<Tools>): Promise<Prepared<Tools> | Refusal> {
  if (!metadata['tags']) return { metadata, tools }
  const names = tagsIn(metadata)
  const known = knownTags(tools.presetFiles, await readShapeTags(em, names))
  const missing = names.find((name) => !known.some((tag) => tag.name === name))
  if (missing !== undefined) return unknownTag(missing, knownTags(tools.presetFiles, await readShapeTags(em)))
  const tags = names.flatMap((name) => known.filter((tag) => tag.name === name))
  return { tools, metadata: { ...saidBy(tags), ...metadata } }
}

/** By the first of the tags that says each. Pure. */
function saidBy(tags: readonly Pick<KnownTag, 'document'>[]): Metadata {
  const size = tags.find(({ document }) => document.thumbnailResolution)?.document.thumbnailResolution
  const period = tags.find(({ document }) => document.thumbnailPeriod)?.document.thumbnailPeriod
  const seconds = period && (period.samples * period.timeBase.numerator) / period.timeBase.denominator
  return {
    ...(size && { thumbnailWidth: String(size.width), thumbnailHeight: String(size.height) }),
    ...(seconds !== undefined && { thumbnailPeriod: String(seconds) }),
  }
}
