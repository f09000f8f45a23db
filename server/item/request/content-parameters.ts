/** The parameters that choose what an ItemDocument has besides its id (wire-media.md §2.2). */
import { serialOf } from '../../../schema/ids.ts'
import type { ShapeVersion } from '../../../schema/shapes/choose.ts'
import type { FileView } from '../../../schema/shapes/file-document.ts'
import { type Caller, holds, type Role } from '../../auth/roles.ts'
import { forbidden } from '../../http/answer/fault.ts'
import { boolean, type Kind, list, pairs, string } from '../../http/request/parameter-kinds.ts'
import { parameter, type ValuesOf } from '../../http/request/parameters.ts'
import { METADATA_PARAMETERS } from './metadata-parameters.ts'

export const CONTENTS = [
  ...(['metadata', 'uri', 'shape', 'poster', 'thumbnail', 'access', 'merged-access', 'external'] as const),
] as const
export type ItemContent = (typeof CONTENTS)[number]

const ROLES: Readonly<Partial<Record<ItemContent, Role>>> = {
  ...{ metadata: '_metadata_read', uri: '_item_uri', shape: '_item_shape_read' },
  ...{ poster: '_thumbnail_read', thumbnail: '_thumbnail_read' },
}

/** Throws `forbidden` for content that the caller has no role for. */
export function refuseContent(user: Caller, contents: readonly ItemContent[]): void {
  for (const one of contents) {
    const role = ROLES[one]
    if (role !== undefined && !holds(user, role))
      throw forbidden(`content=${one} needs the role ${role}`, { context: role, id: user.name })
  }
}

/** Unknown words are ignored, as Vidispine's clients send words of other versions. */
const contents: Kind<readonly ItemContent[]> = {
  ...list,
  values: CONTENTS,
  read: (values) => {
    const words = values.flatMap((text) => text.split(',')).map((word) => word.trim())
    return { value: CONTENTS.filter((one) => words.includes(one)) }
  },
}

export const version: Kind<ShapeVersion> = {
  name: 'string',
  expected: 'latest, all, latest-per-shapetag, or a number',
  read: ([text = '']) => {
    const word = text.trim()
    if (word === 'latest' || word === 'all' || word === 'latest-per-shapetag') return { value: word }
    return /^\d{1,9}$/.test(word) ? { value: Number(word) } : { wrong: text }
  },
}

/** How the URIs of files are chosen. */
export const METHOD_PARAMETERS = {
  methodType: parameter(
    list,
    undefined,
    'Only URIs by methods of these types; `NONE` is that of a usual one. `AUTO`: links without credentials instead.',
  ),
  methodMetadata: parameter(
    pairs,
    [],
    'Only URIs by methods with this metadata, as `key=value`. Of links, `contentDisposition`.',
  ),
  scheme: parameter(list, undefined, 'Only URIs with these schemes, such as `file`.'),
  storageType: parameter(list, undefined, 'Only files on storages of these types.'),
} as const

export const URI_PARAMETERS = {
  uriType: parameter(list, undefined, 'Only containers of these formats, such as `mp4`.', {
    aliases: ['type'],
  }),
  closedFiles: parameter(boolean, true, 'Only files that are whole.'),
  storage: parameter(list, undefined, 'Only files on these storages.'),
  ...METHOD_PARAMETERS,
} as const

export const TAG = parameter(list, [], 'Only shapes with one of these tags.')

export const CONTENT_PARAMETERS = {
  content: parameter(contents, [], 'What to show besides the id. Unknown words are ignored.'),
  version: parameter(version, 'latest', 'The version of the essence whose shapes and URIs are shown.'),
  tag: TAG,
  ...URI_PARAMETERS,
  'noauth-url': parameter(
    boolean,
    false,
    'Whether the URIs of thumbnails and posters are such that anyone may read them, without credentials.',
  ),
  baseURI: parameter(
    string,
    undefined,
    'The prefix of the URIs of thumbnails and posters, such as `/APInoauth/`. Default: that of this server.',
  ),
  ...METADATA_PARAMETERS,
} as const

export type ContentParameters = ValuesOf<typeof CONTENT_PARAMETERS>

export function fileView(
  query: ValuesOf<typeof METHOD_PARAMETERS> & Partial<Pick<ContentParameters, 'closedFiles' | 'storage'>>,
  link?: FileView['link'],
): FileView {
  const { methodType, methodMetadata, scheme, storageType, storage, closedFiles } = query
  return {
    ...(methodType && { methodTypes: methodType }),
    ...(scheme && { schemes: scheme }),
    ...(storageType && { storageTypes: storageType }),
    ...(storage && { storages: storage.map((id) => serialOf(id) ?? 0) }),
    ...(methodMetadata.length > 0 && { methodMetadata }),
    ...(closedFiles && { closed: true }),
    ...(link && { link }),
  }
}
