/** Tells a package for streaming from other shapes, and names the files of it that players open. Pure. */
import type { ShapeParts } from '../../../schema/queries/media/shapes/read-shapes.ts'
import { DASH_MANIFEST, HLS_MASTER } from '../../../tasks/ffmpeg/package/command.ts'
import { nameIn } from '../../import/content-of.ts'

/** That which the preset names comes first. Empty for a shape that is no package. */
export function manifestsOf({ components }: Pick<ShapeParts, 'components'>): readonly string[] {
  const container = components.find(({ kind }) => kind === 'container')
  const isPackage = container?.facts['format'] === 'hls' || container?.facts['format'] === 'dash'
  const names = isPackage ? container.files.map(({ uri }) => nameIn(uri)) : []
  return names.filter((name) => name === HLS_MASTER || name === DASH_MANIFEST)
}
