/** Lists, reads, writes and deletes the places that exports can name (wire-media.md §5.3). */
import type { EntityManager } from '@mikro-orm/postgresql'
import { ExportLocationDocument, ExportLocationListDocument } from '../../schema/documents/export-location.ts'
import {
  readExportLocations,
  removeExportLocation,
  type StoredLocation,
  writeExportLocation,
} from '../../schema/queries/definitions/export-locations.ts'
import { refusedPlaces } from '../../steps/transfer/places.ts'
import { invalidInput, notFound } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { type Operation, operation } from '../http/operation.ts'

const path = '/export-location/:locationName'
const produces = ExportLocationDocument
const plain = ({ name = '' }: ExportLocationDocument) => name

const listLocations = operation({
  ...{ title: 'List the export locations', method: 'GET', path: '/export-location', role: '_export' },
  produces: ExportLocationListDocument,
  plain: ({ exportLocation }: ExportLocationListDocument) => exportLocation.map(plain),
}).answer(async ({ em }) => ({ exportLocation: (await readExportLocations(em)).map(shown) }))

const retrieveLocation = operation({
  ...{ title: 'Retrieve an export location', method: 'GET', path, role: '_export', produces, plain },
}).answer(async ({ em, path: { locationName } }) => exportLocationAt(em, locationName))

const writeLocation = operation({
  ...{ title: 'Create or update an export location', method: 'PUT', path, role: '_administrator' },
  description: 'Replaces the whole location. Exports name it by `locationName`.',
  ...{ accepts: ExportLocationDocument, needsBody: true, produces, plain },
}).answer(async ({ em, tools, body = {}, path: { locationName: name } }) => {
  await refuseUnfit(body, tools)
  const { name: _name, ...document } = body
  await writeExportLocation(em, { name, document })
  return exportLocationAt(em, name)
})

const deleteLocation = operation({
  ...{ title: 'Delete an export location', method: 'DELETE', path, role: '_administrator' },
  description: 'Jobs that exist keep their places.',
}).answer(async ({ em, path: { locationName } }) => {
  if (!(await removeExportLocation(em, locationName))) throw notFound('export-location', locationName)
  return undefined
})

/** Throws `notFound`. */
export async function exportLocationAt(em: EntityManager, name: string): Promise<ExportLocationDocument> {
  const [found] = await readExportLocations(em, name)
  if (!found) throw notFound('export-location', name)
  return shown(found)
}

function shown({ name, document }: StoredLocation): ExportLocationDocument {
  return { ...document, name }
}

/** The folders of a location; each ends with a slash. Pure. */
export function foldersOfLocation({ uri = '', uriList = [] }: ExportLocationDocument): readonly string[] {
  return [uri, ...uriList].map((one) => (one.endsWith('/') ? one : `${one}/`))
}

async function refuseUnfit(location: ExportLocationDocument, tools: Context['tools']): Promise<void> {
  for (const member of ['projection', 'script'] as const)
    if (location[member] !== undefined)
      throw invalidInput(
        `ExportLocationDocument.${member}`,
        'not supported: files are exported as they are',
        location[member],
      )
  if (!location.uri) throw invalidInput('ExportLocationDocument.uri', 'expected a URI, got nothing')
  for (const destinationUri of foldersOfLocation(location)) {
    const refused = await refusedPlaces({ destinationUri }, tools, { remotely: true })
    if (refused) throw invalidInput('ExportLocationDocument.uri', refused.explanation, refused.value)
  }
}

export const EXPORT_LOCATIONS: readonly Operation[] = [
  listLocations,
  retrieveLocation,
  writeLocation,
  deleteLocation,
]
