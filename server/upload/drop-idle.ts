/** Removes what abandoned uploads have left. */
import { basename, join } from 'node:path'
import type { EntityManager } from '@mikro-orm/postgresql'
import { dropUploads, listUploads } from '../../schema/queries/media/uploads/uploads.ts'
import { StorageMethod } from '../../schema/tables/storage.ts'
import { timeOfDay } from '../../steps/engine/runtime/clock.ts'
import { look } from '../../tasks/files/look.ts'
import { insideRoots } from '../../tasks/files/media-roots.ts'
import { namesIn, removeFile } from '../../tasks/files/open-folder.ts'

/**
 * Drops the transfers that nothing was added to for so long, and the partial files of servers that crashed.
 * Default: a day, which is longer than a client tries again.
 */
export async function dropIdleUploads(
  em: EntityManager,
  mediaRoots: readonly string[],
  idleS = 86_400,
): Promise<void> {
  for (const uri of await dropUploads(em, idleS)) {
    const place = await insideRoots(uri, mediaRoots)
    if ('path' in place) await removeFile(place.path)
  }
  const going = new Set((await listUploads(em)).map(({ path }) => basename(path)))
  const methods = await em.find(StorageMethod, { write: true, uri: { $like: 'file:%' } })
  for (const { uri } of methods) {
    const folder = await insideRoots(uri, mediaRoots)
    if ('path' in folder) await removeOld(folder.path, going, idleS)
  }
}

async function removeOld(folder: string, going: ReadonlySet<string>, idleS: number): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (!/^\.upload\.[0-9a-f-]{36}\.partial$/.test(name) || going.has(name)) continue
    const found = await look(join(folder, name))
    if (found?.isFile && timeOfDay() - found.mtimeMs > idleS * 1_000) await removeFile(join(folder, name))
  }
}
