/** Uploads without credentials, by a passkey that is requested with them (wire-media.md §3.3). */
import type { EntityManager } from '@mikro-orm/postgresql'
import { JobDocument } from '../../schema/documents/job.ts'
import { MetadataDocument } from '../../schema/documents/metadata.ts'
import { URIListDocument } from '../../schema/documents/uri-list.ts'
import {
  findPasskey,
  keepPasskey,
  type PasskeyBearer,
  takePasskey,
} from '../../schema/queries/media/uploads/passkeys.ts'
import { holds, ROLES, type Role } from '../auth/roles.ts'
import { hashOfSecret, isSecret, newSecret } from '../auth/token-secret.ts'
import { forbidden } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { type Operation, operation } from '../http/operation.ts'
import { string } from '../http/request/parameter-kinds.ts'
import { parameter, required, type ValuesOf } from '../http/request/parameters.ts'
import type { ContentMaker } from '../import/content-of.ts'
import { componentImport } from '../import/placeholders.ts'
import { wantedMetadata } from '../item/metadata/wanted-metadata.ts'
import { IDS, itemImport, NO_REIMPORT, RAW, SHAPE } from './raw-imports.ts'
import { UPLOAD } from './receive.ts'
import { importUpload, type StartImport } from './uploaded-content.ts'

const QUERY = { ...RAW, ...IDS, ...SHAPE } as const

/** What a passkey is for. */
interface AllowedUpload {
  /** The parameters of the request for it. */
  readonly query: ValuesOf<typeof QUERY>
  readonly metadata?: MetadataDocument
  /** The placeholder that the upload fills. Default: a new item. */
  readonly placeholder?: { readonly itemId: string; readonly component?: string }
}

/** An upload that a page has to begin by hand takes a while. */
const VALID_S = 3_600

async function newPasskey(em: EntityManager, user: string, request: AllowedUpload): Promise<string> {
  const passkey = newSecret()
  await keepPasskey(em, { hash: hashOfSecret(passkey), user, request }, VALID_S)
  return passkey
}

const requestPasskey = operation({
  ...{ title: 'Get a passkey for an upload', method: 'POST', path: '/import/raw-passkey', role: '_import' },
  description:
    'The passkey, in `data`, permits one upload by `POST /APInoauth/import/raw` within an hour, with the parameters of this request. The ' +
    'job is created by the upload: `jobId` is empty.',
  query: { ...RAW, ...IDS, transferId: required(string, 'The transfer that the passkey is for.') },
  ...{ accepts: MetadataDocument, produces: JobDocument },
}).answer(async (given) => {
  const { em, query, body, user } = given
  const metadata = body && (await wantedMetadata(given, body))
  const allowed = { query: { ...query, shapeId: undefined }, ...(metadata && { metadata }) }
  const passkey = await newPasskey(em, user.name, allowed)
  const data = [{ key: 'passkey', value: passkey }]
  return { jobId: '', status: 'READY', type: 'RAW_IMPORT', priority: query.priority ?? 'MEDIUM', data }
})

const requestPlaceholderPasskey = operation({
  ...{ title: 'Get a passkey for an upload into a placeholder', method: 'POST', role: '_import' },
  path: '/import/placeholder/:itemId/raw-passkey',
  alsoAt: ['/import/placeholder/:itemId/:component/raw-passkey'],
  description:
    'The passkey, the only URI of the list, permits one upload by `POST /APInoauth/import/placeholder/{itemId}/{component}/raw` within an hour.',
  ...{ query: { ...RAW, ...SHAPE }, produces: URIListDocument, plain: ({ uri }: URIListDocument) => uri },
}).answer(async ({ em, query, user, path: given }) => {
  const { itemId, component } = given as { readonly itemId: string; readonly component?: string }
  const placeholder = { itemId, ...(component !== undefined && { component }) }
  const passkey = await newPasskey(em, user.name, { query: { ...query, ids: [] }, placeholder })
  return { uri: [passkey] }
})

const PASSKEY = {
  passkey: required(string, 'The passkey.'),
  ...UPLOAD,
  filename: parameter(string, undefined, 'The name to record, unless the passkey was requested with one.'),
} as const

const upload = {
  method: 'POST',
  auth: 'none',
  accepts: 'bytes',
  needsBody: true,
  produces: JobDocument,
  plain: ({ jobId }: JobDocument) => jobId,
} as const

const uploadWithPasskey = operation({
  ...{ title: 'Import the body with a passkey', path: '/APInoauth/import/raw', query: PASSKEY, ...upload },
}).answer(async (given) => {
  const { em, query } = given
  const allowed = await allowedBy(em, query.passkey)
  if (allowed.request.placeholder || allowed.request.query.transferId !== query.transferId) throw refused()
  const { metadata } = allowed.request
  const asked = actingAs(given, allowed)
  const { ids: externalIds } = asked.query
  return importUpload(
    asked,
    'POST /import/raw',
    taking(query.passkey, itemImport(asked, { externalIds, metadata })),
  )
})

const uploadComponentWithPasskey = operation({
  ...{ title: 'Import the body into a placeholder with a passkey', query: PASSKEY, ...upload },
  path: '/APInoauth/import/placeholder/:itemId/:component/raw',
}).answer(async (given) => {
  const { em, query, path } = given
  const allowed = await allowedBy(em, query.passkey)
  const { itemId, component = path.component } = allowed.request.placeholder ?? {}
  if (itemId !== path.itemId || component !== path.component) throw refused()
  const asked = actingAs(given, allowed)
  const start = await componentImport({ ...asked, path, query: { ...asked.query, ...NO_REIMPORT } })
  const target = `POST /import/placeholder/${itemId}/${component}/raw`
  return importUpload(asked, target, taking(query.passkey, start))
})

/** Throws `forbidden`. */
async function allowedBy(em: EntityManager, passkey: string): Promise<PasskeyBearer<AllowedUpload>> {
  const found = isSecret(passkey) ? await findPasskey<AllowedUpload>(em, hashOfSecret(passkey)) : undefined
  if (!found) throw refused()
  const roles = found.roles.filter((role): role is Role => (ROLES as readonly string[]).includes(role))
  if (!holds({ name: found.name, roles }, '_import')) throw refused()
  return found
}

function refused() {
  return forbidden('the passkey is unknown, used, expired, or for another upload', { context: 'passkey' })
}

/** The request as its user would have made it. */
function actingAs<G extends Context & { readonly query: ValuesOf<typeof PASSKEY> }>(
  given: G,
  { name, roles, request }: PasskeyBearer<AllowedUpload>,
) {
  const { transferId, transferPriority, filename } = given.query
  const query = { ...request.query, transferId, filename: request.query.filename ?? filename }
  const user = { name, roles: roles as readonly Role[] }
  const priority = transferPriority ?? request.query.transferPriority
  return Object.assign(given, { user, query: { ...query, transferPriority: priority } })
}

/** The passkey is used up along with the creation of the job, so that a broken upload can be repeated. */
function taking(passkey: string, start: StartImport): StartImport {
  return (content: ContentMaker) =>
    start(async (tx) => {
      if (!(await takePasskey(tx, hashOfSecret(passkey)))) throw refused()
      return content(tx)
    })
}

export const PASSKEYS: readonly Operation[] = [
  requestPasskey,
  requestPlaceholderPasskey,
  uploadWithPasskey,
  uploadComponentWithPasskey,
]
