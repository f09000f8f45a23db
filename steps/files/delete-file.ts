import { lstat, rm } from 'node:fs/promises'
import { insideRoots, pathOf } from '../../tasks/files/media-roots.ts'
import { fatal, finished, type Step, waitFor } from '../engine/declare/step.ts'
import { offline, reaching } from '../source/source.ts'
import type { Tools } from '../tools.ts'

/** Deletes the source; one that is not there is deleted already. Result: whether it was there. */
export const deleteFile: Step<Tools> = {
  name: 'delete-file',
  description: 'Deleting file.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reaching,
  async run({ metadata, tools, log }) {
    const uri = metadata['sourceUri'] ?? ''
    const [place, named] = [await insideRoots(uri, tools.mediaRoots), pathOf(uri)]
    if ('refused' in place) return fatal(`sourceUri: ${place.refused}`)
    if ('refused' in named) return fatal(`sourceUri: ${named.refused}`)
    const away = await offline(uri, tools)
    if (away) return waitFor(away)
    const found = 'path' in place ? await lstat(named.path).catch(() => undefined) : undefined
    if (!found || 'missing' in place) {
      log('info', `${uri} does not exist: there is nothing to delete`)
      return finished(false)
    }
    if (!found.isFile()) return fatal(`sourceUri: ${uri} is ${found.isSymbolicLink() ? 'a link' : 'no file'}`)
    await rm(place.path, { force: true })
    log('info', `${uri} deleted, ${found.size} bytes`)
    return finished(true)
  },
}
