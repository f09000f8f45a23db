/** Reads files with what their documents show: methods of their storages, and items. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { FileDocument } from '../../../schema/documents/file.ts'
import { usesOfFiles } from '../../../schema/queries/media/items-of-files.ts'
import { File } from '../../../schema/tables/file.ts'
import { methodsOf } from '../find-storage.ts'
import { fileDocument } from './file-document.ts'
import type { LinkTo } from './links.ts'

/** What a client asks of the documents of files. */
export interface HowShown {
  readonly includeItem?: boolean
  /** Only URIs with these schemes. */
  readonly scheme?: readonly string[]
  /** Gives links instead of URIs. */
  readonly link?: LinkTo | undefined
}

/** In the order of the ids. */
export async function showFiles(
  em: EntityManager,
  ids: readonly number[],
  how: HowShown = {},
): Promise<readonly FileDocument[]> {
  const rows = await em.find(File, { id: { $in: [...ids] } })
  const storages = new Set(
    rows.flatMap(({ storageId }) => (typeof storageId === 'number' ? [storageId] : [])),
  )
  const methods = await methodsOf(em, [...storages])
  const uses = how.includeItem ? await usesOfFiles(em, ids) : undefined
  return ids.flatMap((id) => {
    const row = rows.find((one) => one.id === id)
    if (!row) return []
    const shown = {
      methods: methods.filter(({ storageId }) => storageId === row.storageId),
      uses: uses?.filter(({ fileId }) => fileId === id),
      schemes: how.scheme && how.scheme.length > 0 ? how.scheme : undefined,
    }
    return [fileDocument(row, { ...shown, link: how.link })]
  })
}

export async function showFile(em: EntityManager, id: number, how: HowShown = {}): Promise<FileDocument> {
  const [shown] = await showFiles(em, [id], how)
  return shown ?? {}
}
