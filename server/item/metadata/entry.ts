/** Changes one part of the metadata of an item, by its uuid. */
import { MetadataDocument, MetadataEntryDocument } from '../../../schema/documents/metadata.ts'
import { changeOfEntry } from '../../../schema/metadata/entry.ts'
import { shownMetadata } from '../../../schema/metadata/view.ts'
import { lockItem } from '../../../schema/queries/media/items/item-rows.ts'
import { changeMetadata } from '../../../schema/queries/media/items/write-item.ts'
import { invalidInput, notFound } from '../../http/answer/fault.ts'
import { type HandlerInput, type Operation, operation } from '../../http/operation.ts'
import { changeItem } from '../change-item.ts'
import { findItem } from '../find-item.ts'
import { EVERYTHING } from './item-metadata.ts'
import { wantedMetadata } from './wanted-metadata.ts'

const path = '/item/:itemId/metadata/entry'

const description =
  'The body has the new content of one field, group or value. `mode="remove"` removes the part. The answer has all metadata.'

const declared = {
  ...({ method: 'PUT', role: '_metadata_write', description, needsBody: true } as const),
  ...{ accepts: MetadataEntryDocument, produces: MetadataDocument },
}

const changeAnEntry = operation({
  ...{ title: 'Change an entry of the metadata of an item', path: `${path}/:uuid`, ...declared },
}).answer((given) => changed(given, given.path.uuid))

const changeTheEntry = operation({
  ...{ title: 'Change the entry of the metadata of an item that the body names', path, ...declared },
}).answer((given) => {
  const { field, group, value } = given.body ?? {}
  const uuid = (field ?? group ?? value)?.uuid
  if (uuid === undefined) throw invalidInput('uuid', 'expected a field, group or value with a uuid')
  return changed(given, uuid)
})

export const ENTRIES: readonly Operation[] = [changeAnEntry, changeTheEntry]

type Given = HandlerInput<'/item/:itemId', Record<never, never>, typeof MetadataEntryDocument>

async function changed(
  { path: { itemId }, body = {}, em, user, ...rest }: Given,
  uuid: string,
): Promise<MetadataDocument> {
  const { metadata } = await findItem(em, itemId)
  const first = changeOfEntry(metadata, uuid, body)
  if (!first) throw notFound('metadata-entry', uuid)
  await wantedMetadata({ em, ...rest }, first)
  const item = await changeItem(em, itemId, async (tx, { id }) => {
    const change = changeOfEntry((await lockItem(tx, id))?.metadata ?? [], uuid, body)
    if (!change) throw notFound('metadata-entry', uuid)
    return changeMetadata(tx, id, change, user.name)
  })
  return shownMetadata(item, [], EVERYTHING)
}
