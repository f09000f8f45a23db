/** The places that a job reads and writes, on this machine or on others, or why they are refused. */

import { stat } from 'node:fs/promises'
import { insideRoots } from '../../tasks/files/media-roots.ts'
import { fileIn, type Location, locationOf, nameAt, withoutSecrets } from '../../tasks/transfer/location.ts'
import { refusedBy } from '../../tasks/transfer/open.ts'
import type { Invalid } from '../engine/declare/refusal.ts'
import type { Metadata } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'

type Placed = Location | { readonly refused: string }

type PlaceTools = Pick<Tools, 'mediaRoots' | 'transfers'>

/** Where the file of a URI of any scheme is. A local one need not exist, and is inside the media roots. */
export async function placeOf(uri: string, { mediaRoots, transfers }: PlaceTools): Promise<Placed> {
  if (isForeign(uri)) {
    const location = locationOf(uri)
    if ('refused' in location) return location
    const refused = refusedBy(location, transfers.access)
    return refused === undefined ? location : { refused }
  }
  const place = await insideRoots(uri, mediaRoots)
  return 'refused' in place ? place : localFile('path' in place ? place.path : place.missing)
}

/** Whether it has another scheme than `file`, known or not. */
function isForeign(uri: string): boolean {
  const [, scheme = 'file'] = /^([a-z][a-z0-9+.-]*):/i.exec(uri) ?? []
  return scheme.toLowerCase() !== 'file'
}

/** A path without links. */
export function localFile(path: string): Location {
  return { scheme: 'file', host: '', port: 0, path, query: '' }
}

/** The source of a job. */
export async function sourcePlaceOf({ sourceUri = '' }: Metadata, tools: PlaceTools): Promise<Placed> {
  const place = await placeOf(sourceUri, tools)
  if ('refused' in place) return { refused: `sourceUri: ${place.refused}` }
  return nameAt(place) === '' ? { refused: `sourceUri: “${withoutSecrets(sourceUri)}” names no file` } : place
}

/** What a job writes: the destination, or in a folder the name of the source. */
export async function targetPlaceOf(
  metadata: Metadata,
  source: Location,
  tools: PlaceTools,
): Promise<Placed> {
  const { destinationUri = '' } = metadata
  const place = await placeOf(destinationUri, tools)
  if ('refused' in place) return { refused: `destinationUri: ${place.refused}` }
  const isFolder = place.scheme === 'file' && (destinationUri.endsWith('/') || (await isFolderAt(place.path)))
  return fileIn(isFolder ? { ...place, path: `${place.path}/` } : place, nameAt(source))
}

/** Refuses places that no job may read or write. `destinationUri` may be on another host if `remotely`. */
export async function refusedPlaces(
  { sourceUri, destinationUri }: Metadata,
  tools: PlaceTools,
  { remotely }: { readonly remotely: boolean },
): Promise<Invalid | undefined> {
  for (const [key, uri] of Object.entries({ sourceUri, destinationUri })) {
    if (uri === undefined) continue
    const isAnywhere = remotely || key === 'sourceUri'
    const place = isAnywhere ? await placeOf(uri, tools) : await insideRoots(uri, tools.mediaRoots)
    if ('refused' in place)
      return { refused: 'invalid', key, explanation: place.refused, value: withoutSecrets(uri) }
  }
  return undefined
}

async function isFolderAt(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
