/** The settings that imports name: kept and given back (wire-media.md §3.7). */
import { ImportSettingsDocument } from '../../schema/documents/import-settings.ts'
import { URIListDocument } from '../../schema/documents/uri-list.ts'
import { serialOf, siteId } from '../../schema/ids.ts'
import {
  changeImportSettings,
  createImportSettings,
  readImportSettings,
  removeImportSettings,
} from '../../schema/queries/media/uploads/import-settings.ts'
import { notFound } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { type Operation, operation } from '../http/operation.ts'

const all = { path: '/import/settings', role: '_import' } as const
const one = { path: '/import/settings/:settingsId', role: '_import' } as const
const plain = ({ id = '' }: ImportSettingsDocument) => id

const listSettings = operation({
  ...{ title: 'List the import settings', method: 'GET', ...all, produces: URIListDocument },
  plain: ({ uri }) => uri,
}).answer(async ({ em }) => ({ uri: (await readImportSettings(em)).map(({ id }) => siteId(id)) }))

const createSettings = operation({
  ...{ title: 'Create import settings', method: 'POST', ...all },
  ...{ accepts: ImportSettingsDocument, produces: ImportSettingsDocument, plain },
}).answer(async ({ em, body }) => {
  const document = { access: body?.access ?? [] }
  return { ...document, id: siteId(await createImportSettings(em, document)) }
})

const retrieveSettings = operation({
  ...{ title: 'Retrieve import settings', method: 'GET', ...one, produces: ImportSettingsDocument, plain },
}).answer(async ({ em, path: { settingsId } }) => {
  const [found] = await readImportSettings(em, serialOf(settingsId) ?? 0)
  if (!found) throw notFound('ImportSettings', settingsId)
  return { ...(found.document as ImportSettingsDocument), id: siteId(found.id) }
})

const changeSettings = operation({
  ...{ title: 'Change import settings', method: 'PUT', ...one },
  ...{ accepts: ImportSettingsDocument, produces: ImportSettingsDocument, plain },
}).answer(async ({ em, body, path: { settingsId } }) => {
  const document = { access: body?.access ?? [] }
  if (!(await changeImportSettings(em, serialOf(settingsId) ?? 0, document)))
    throw notFound('ImportSettings', settingsId)
  return { ...document, id: settingsId }
})

const deleteSettings = operation({
  ...{ title: 'Delete import settings', method: 'DELETE', ...one },
}).answer(async ({ em, path: { settingsId } }) => {
  if (!(await removeImportSettings(em, serialOf(settingsId) ?? 0)))
    throw notFound('ImportSettings', settingsId)
  return undefined
})

/** Some clients send an id that is nowhere: a warning names it, and the import goes on. */
export async function warnOfSettings(
  { em, warn }: Pick<Context, 'em' | 'warn'>,
  settings: string | undefined,
): Promise<void> {
  if (settings === undefined) return
  const [found] = await readImportSettings(em, serialOf(settings) ?? 0)
  if (!found) warn(`settings: ${settings} does not exist; the import goes on without`)
}

export const IMPORT_SETTINGS: readonly Operation[] = [
  listSettings,
  createSettings,
  retrieveSettings,
  changeSettings,
  deleteSettings,
]
