/** The step delete-file, which deletes the source. */

import { lstat } from 'node:fs/promises'
import { insideRoots, pathOf } from '../../tasks/files/media-roots.ts'
import { removeFile } from '../../tasks/files/open-folder.ts'
import { isRemote } from '../../tasks/transfer/location.ts'
import { fatal, finished, type Step, waitFor } from '../engine/declare/step.ts'
import { offline, reaching } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { deleteRemotely } from '../transfer/copy-between.ts'

/** Deletes the source; succeeds if it does not exist. Result: whether it existed. */
export const deleteFile: Step<Tools> = {
  name: 'delete-file',
  description: 'Deleting file.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reaching,
  async run(context) {
    const { metadata, tools, log } = context
    const uri = metadata['sourceUri'] ?? ''
    if (isRemote(uri)) return deleteRemotely(context)
    const [place, named] = [await insideRoots(uri, tools.mediaRoots), pathOf(uri)]
    if ('refused' in place) return fatal(`sourceUri: ${place.refused}`)
    if ('refused' in named) return fatal(`sourceUri: ${named.refused}`)
    const unavailable = await offline(uri, tools)
    if (unavailable) return waitFor(unavailable)
    const found = 'path' in place ? await lstat(named.path).catch(() => undefined) : undefined
    if (!found || 'missing' in place) {
      log('info', `${uri} does not exist: nothing to delete`)
      return finished(false)
    }
    if (!found.isFile())
      return fatal(`sourceUri: ${uri} is ${found.isSymbolicLink() ? 'a symbolic link' : 'not a file'}`)
    await removeFile(place.path)
    log('info', `deleted ${uri}, ${found.size} bytes`)
    return finished(true)
  },
}
