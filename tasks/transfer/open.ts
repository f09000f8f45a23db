/** The table of schemes: how a location of each is opened. */

import { type Location, type Scheme, uriAt } from './location.ts'
import { refuseUnlessReachable } from './places/address.ts'
import {
  type Access,
  credentialFor,
  Failed,
  failureFrom,
  type StoredFile,
  type TransferFailure,
} from './stored-file.ts'

/** Libraries are loaded by the thread that needs them. */
const OPEN: Readonly<Record<Scheme, (location: Location, access: Access) => Promise<StoredFile>>> = {
  file: async (location) => (await import('./places/file.ts')).openLocal(location),
  http: async (...given) => (await import('./places/http.ts')).openHttp(...given),
  https: async (...given) => (await import('./places/http.ts')).openHttp(...given),
  s3: async (...given) => (await import('./places/s3.ts')).openS3(...given),
  ftp: async (...given) => (await import('./places/ftp.ts')).openFtp(...given),
  ftps: async (...given) => (await import('./places/ftp.ts')).openFtp(...given),
  sftp: async (...given) => (await import('./places/sftp.ts')).openSftp(...given),
}

export function open(location: Location, access: Access): Promise<StoredFile> {
  return OPEN[location.scheme](location, access)
}

/** The result of the work, or why it failed, as a value that can leave a thread. */
export async function settled<T extends object>(
  work: Promise<T>,
): Promise<({ readonly ended: 'done' } & T) | TransferFailure> {
  try {
    return { ended: 'done', ...(await work) }
  } catch (error) {
    return failureFrom(error)
  }
}

/** What is found, or the failure that nothing is. */
export async function foundAt(place: StoredFile, uri: string) {
  const found = await place.look()
  if (!found) throw new Failed('not-found', `${uri} does not exist`)
  return found
}

/** Why these settings do not let a location be reached; undefined if they do. Pure. */
export function refusedBy(location: Location, access: Access): string | undefined {
  if (NEEDS_CREDENTIALS.has(location.scheme) && !credentialFor(location, access.credentials))
    return `TRANSFER_CREDENTIALS has no credentials for ${uriAt(location)}`
  if (location.scheme === 's3' || location.scheme === 'file') return undefined
  try {
    refuseUnlessReachable(location, access)
    return undefined
  } catch (error) {
    return failureFrom(error).message
  }
}

const NEEDS_CREDENTIALS: ReadonlySet<Scheme> = new Set(['s3', 'sftp'])
