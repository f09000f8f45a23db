/** Links to files that need no credentials: `methodType=AUTO` and `POST …/uri` (wire-media.md §§1.5, 2.3). */
import type { EntityManager } from '@mikro-orm/postgresql'
import { URIListDocument } from '../../../schema/documents/uri-list.ts'
import { serialOf, siteId } from '../../../schema/ids.ts'
import { readSigningKey } from '../../../schema/queries/access/signing-key.ts'
import type { FileView } from '../../../schema/shapes/file-document.ts'
import { File } from '../../../schema/tables/file.ts'
import { timeOfDay } from '../../../steps/engine/runtime/clock.ts'
import { openInside } from '../../../tasks/files/open-inside.ts'
import { conflict, invalidInput, notFound } from '../../http/answer/fault.ts'
import type { Context } from '../../http/context.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { boolean, integerFrom, oneOf } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import { atFile, findFile } from './file-places.ts'
import { grantIn, MOST_MINUTES, nameInLink, openRoot, sentAs, tokenOf } from './signed-link.ts'

/** The link to a file; undefined for one that this server cannot read. */
export type LinkTo = NonNullable<FileView['link']>

interface Asked {
  readonly methodType?: readonly string[] | undefined
  readonly methodMetadata?: readonly { readonly key: string; readonly value: string }[]
}

/** How URIs become links, if a request asks for them; undefined: they do not. */
export async function linksFor(
  { em, baseUrl }: Pick<Context, 'em' | 'baseUrl'>,
  { methodType, methodMetadata = [] }: Asked,
): Promise<LinkTo | undefined> {
  const metadatum = (key: string) => methodMetadata.find((one) => one.key === key)?.value
  const isAsked = methodType?.includes('AUTO') || /^SIGNED(-AUTO)?$/.test(metadatum('format') ?? '')
  if (!isAsked) return undefined
  const disposition = metadatum('contentDisposition') ?? ''
  return linkTo({ em, baseUrl }, { minutes: MOST_MINUTES, disposition })
}

async function linkTo(
  { em, baseUrl }: Pick<Context, 'em' | 'baseUrl'>,
  { minutes, disposition }: { readonly minutes: number; readonly disposition: string },
): Promise<LinkTo> {
  const key = await readSigningKey(em)
  const until = timeOfDay() + minutes * 60_000
  const root = openRoot(baseUrl)
  return ({ id, uri }) => {
    if (!uri.startsWith('file:')) return undefined
    const fileId = siteId(id)
    const token = tokenOf({ fileId, until, disposition }, key)
    return `${root}/storage/file/data/${token}/${nameInLink(fileId, new URL(uri).pathname)}`
  }
}

const createLink = operation({
  ...{ title: 'Create a temporary link to a file', method: 'POST', ...atFile('/uri'), role: '_file_read' },
  description: 'Whoever has the link can download the file, whole or in part, until it expires.',
  query: {
    duration: parameter(integerFrom(1, MOST_MINUTES), 15, 'How long it is valid, minutes.'),
    scheme: parameter(oneOf(['http', 'https']), undefined, 'Default: that of this request.'),
    write: parameter(boolean, false, 'Refused: files are not written by links.'),
  },
  ...{ produces: URIListDocument, plain: ({ uri }: URIListDocument) => uri },
}).answer(async ({ em, path, query: { duration, scheme, write }, baseUrl }) => {
  if (write) throw invalidInput('write', 'files are not written by links', 'true')
  const file = await findFile(em, path)
  const link = (await linkTo({ em, baseUrl }, { minutes: duration, disposition: '' }))(file)
  if (link === undefined) throw conflict('File', siteId(file.id), 'the file is not on a local storage')
  return { uri: [scheme === undefined ? link : link.replace(/^https?/, scheme)] }
})

const followLink = operation({
  ...{ title: 'Download a file by a link', method: 'GET', auth: 'none', produces: 'file' },
  path: '/APInoauth/storage/file/data/:linkToken/:linkName',
  description: 'As `POST …/uri` and `methodType=AUTO` give it. 404 when it has expired.',
}).answer(async ({ em, path: { linkToken, linkName }, tools }) => {
  const fileId = linkName.replace(/\..*$/, '')
  const grant = grantIn(linkToken, fileId, await readSigningKey(em), timeOfDay())
  const file = grant && (await fileWith(em, fileId))
  const opened = file && (await openInside(file.uri, tools.mediaRoots))
  if (!grant || !file || !opened) throw notFound('File', linkName)
  return { ...opened, ...sentAs(grant.disposition, file.path ?? new URL(file.uri).pathname), anyOrigin: true }
})

function fileWith(em: EntityManager, id: string): Promise<File | null> {
  return em.findOne(File, { id: serialOf(id) ?? 0 })
}

export const LINK_OPERATIONS: readonly Operation[] = [createLink, followLink]
