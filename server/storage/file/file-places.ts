/** The paths that a file is found at (wire-media.md §1.5). */
import type { EntityManager } from '@mikro-orm/postgresql'
import { serialOf } from '../../../schema/ids.ts'
import { pathOnStorage } from '../../../schema/media-uri.ts'
import { File } from '../../../schema/tables/file.ts'
import { pathOf } from '../../../tasks/files/media-roots.ts'
import { notFound } from '../../http/answer/fault.ts'
import { serialIn } from '../find-storage.ts'

/** The path of an operation on a file, with the same below each of its other paths. */
export function atFile<const Below extends string>(below: Below) {
  const paths = OTHERS.map((place) => `${place}${below}`)
  return { path: `/storage/file/:fileId${below}` as const, alsoAt: paths }
}

const OTHERS = [
  '/file/:fileId',
  '/storage/:storageId/file/:fileId',
  '/storage/file/path/:filePath',
  '/storage/:storageId/file/path/:filePath',
  '/storage/file/uri/:fileUri',
  '/storage/:storageId/file/uri/:fileUri',
]

/** The variables of these paths. */
interface Named {
  readonly storageId?: string
  readonly fileId?: string
  readonly filePath?: string
  readonly fileUri?: string
}

/** The file that a path names. Throws `notFound`. */
export async function findFile(em: EntityManager, path: unknown): Promise<File> {
  const { storageId, fileId, filePath, fileUri } = path as Named
  const on = storageId === undefined ? { $ne: null } : serialIn(storageId)
  const named = fileId ?? filePath ?? fileUri ?? ''
  const [which] = [
    fileId !== undefined && { id: serialOf(fileId) ?? 0 },
    filePath !== undefined && { path: pathOnStorage(filePath) ?? '' },
    fileUri !== undefined && { uri: sameUri(fileUri) },
  ].filter((one) => one !== false)
  const found = which && (await em.findOne(File, { ...which, storageId: on }, { orderBy: { id: 'asc' } }))
  if (!found) throw notFound('File', named)
  return found
}

/** `file:/srv/a b.mov` is written in other ways than the URI that is stored. */
function sameUri(uri: string): string {
  const parsed = pathOf(uri)
  return 'refused' in parsed ? uri : new URL(`file://${encodeURI(parsed.path)}`).href
}
