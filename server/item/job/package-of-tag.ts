/** Finds out whether a tag makes a package for streaming, and where the package goes. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { siteId } from '../../../schema/ids.ts'
import { uriBelow } from '../../../schema/media-uri.ts'
import { readShapeTags } from '../../../schema/queries/definitions/shape-tags.ts'
import { reserveFileIds } from '../../../schema/queries/media/reserve-files.ts'
import type { Metadata } from '../../../steps/engine/declare/step.ts'
import { reservedKey } from '../../../steps/item/reserved-key.ts'
import { knownTags } from '../../../steps/preset/known-tags.ts'
import { type PackagePreset, packagePresetOf } from '../../../tasks/ffmpeg/preset/package-preset.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import type { Context } from '../../http/context.ts'
import { storageWanted } from '../../import/content-of.ts'

/** The ladder of the tag that makes a package. Throws `invalidInput` if there are others beside it. */
export async function packageAmong(
  { em, tools }: Pick<Context, 'em' | 'tools'>,
  tags: readonly string[],
): Promise<PackagePreset | undefined> {
  const known = knownTags(tools.presetFiles, await readShapeTags(em, tags))
  const ladders = known
    .filter(({ name }) => tags.includes(name))
    .flatMap(({ name, document }) => {
      const ladder = packagePresetOf(document)
      return ladder ? [{ name, ladder }] : []
    })
  const [first] = ladders
  if (first && tags.length > 1)
    throw invalidInput('tag', `“${first.name}” makes a package, so it must be the only tag`, tags.join(','))
  return first?.ladder
}

/** What a job has to know: the package becomes a folder at the root of a storage, named by a file id. */
export async function packageFor(
  tx: EntityManager,
  {
    tag,
    ladder,
    storageId,
  }: { readonly tag: string; readonly ladder: PackagePreset; readonly storageId: string | undefined },
): Promise<Metadata & { readonly destinationUri: string }> {
  const { uri } = await storageWanted(tx, storageId)
  const [id = 0] = await reserveFileIds(tx, 1)
  const { manifest, codec, heights, segmentS } = ladder
  return {
    ...{ tags: tag, destinationUri: uriBelow(uri, siteId(id)), [reservedKey(0)]: siteId(id) },
    ...{ manifest, videoCodec: codec },
    ...(heights && { heights: heights.join(',') }),
    ...(segmentS !== undefined && { segmentDuration: String(segmentS) }),
  }
}
