/** Reads files with what their documents show: methods of their storages, and items. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { FileDocument } from '../../../schema/documents/file.ts'
import { usesOfFiles } from '../../../schema/queries/media/items-of-files.ts'
import { readFiles } from '../../../schema/queries/media/shapes/read-files.ts'
import { type FileView, fileDocument } from '../../../schema/shapes/file-document.ts'

/** What a client asks of the documents of files. */
export interface HowShown {
  readonly includeItem?: boolean
  /** Only URIs with these schemes. */
  readonly scheme?: readonly string[]
  /** Gives links instead of URIs. */
  readonly link?: FileView['link']
}

/** In the order of the ids. */
export async function showFiles(
  em: EntityManager,
  ids: readonly number[],
  { includeItem = false, scheme = [], link }: HowShown = {},
): Promise<readonly FileDocument[]> {
  const files = await readFiles(em, ids)
  const uses = Map.groupBy(includeItem ? await usesOfFiles(em, ids) : [], ({ fileId }) => fileId)
  const view = { ...(scheme.length > 0 && { schemes: scheme }), link }
  return files.map((file) => fileDocument(file, view, uses.get(file.id)))
}

export async function showFile(em: EntityManager, id: number, how: HowShown = {}): Promise<FileDocument> {
  const [shown] = await showFiles(em, [id], how)
  return shown ?? {}
}
