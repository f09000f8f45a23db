/** An IMF package as its documents describe it, and what is wrong with them. */
import type { AssetMap, Composition, PackageDocument, PackingList } from '../../tasks/imf/documents.ts'

/** The result of the step read-package. */
export interface ImfPackage {
  /** The folder of the ASSETMAP. */
  readonly folder: string
  readonly assetMap: AssetMap
  readonly packingLists: readonly PackingList[]
  readonly compositions: readonly Composition[]
  /** The path of each asset that has one inside the package, by its id. */
  readonly paths: Readonly<Record<string, string>>
  readonly problems: readonly string[]
}

/** The file of an asset. */
export interface CheckedAsset {
  readonly id: string
  /** As the ASSETMAP has it. */
  readonly path: string
  readonly type?: string
  /** Bytes, as it is. */
  readonly size?: number
  readonly problem?: string
}

/** By their kind. Pure. */
export function documentsOf(documents: readonly PackageDocument[]) {
  return {
    packingLists: documents.filter((one): one is PackingList => one.kind === 'PKL'),
    compositions: documents.filter((one): one is Composition => one.kind === 'CPL'),
  }
}

/** Why the lists do not fit each other. Pure. */
export function listProblems({ assets }: AssetMap, packingLists: readonly PackingList[]): readonly string[] {
  const [ids, packed] = [
    assets.map(({ id }) => id),
    packingLists.flatMap((list) => list.assets.map(({ id }) => id)),
  ]
  const [mapped, listed] = [new Set(ids), new Set(packed)]
  const unpacked = assets.filter(({ id, isPackingList }) => !isPackingList && !listed.has(id))
  const chunked = assets.filter(({ paths }) => paths.length !== 1)
  return [
    ...(packingLists.length === 0 ? ['the package has no packing list'] : []),
    ...repeated(ids).map((id) => `the ASSETMAP has ${id} more than once`),
    ...repeated(packed).map((id) => `the packing lists have ${id} more than once`),
    ...[...listed].filter((id) => !mapped.has(id)).map((id) => `${id} is packed, but not in the ASSETMAP`),
    ...(packingLists.length > 0 ? unpacked.map(({ id }) => `${id} is in no packing list`) : []),
    ...chunked.map(({ id, paths }) => `${id} has ${paths.length} chunks; one is read`),
  ]
}

function repeated(ids: readonly string[]): readonly string[] {
  const counts = Map.groupBy(ids, (id) => id)
  return [...counts].flatMap(([id, same]) => (same.length > 1 ? [id] : []))
}
