/** Retrieves and changes the metadata of an item (wire-media.md §2.4). */
import { MetadataDocument, MetadataListDocument } from '../../../schema/documents/metadata.ts'
import { siteId } from '../../../schema/ids.ts'
import type { Timespan } from '../../../schema/media.ts'
import type { MetadataView } from '../../../schema/metadata/view.ts'
import { shownMetadata } from '../../../schema/metadata/view.ts'
import { type ItemRow, lockItem } from '../../../schema/queries/media/items/item-rows.ts'
import { changeMetadata } from '../../../schema/queries/media/items/write-item.ts'
import { conflict, notFound } from '../../http/answer/fault.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { boolean } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import { changeItem } from '../change-item.ts'
import { findItem } from '../find-item.ts'
import { itemDocuments } from '../item-documents.ts'
import { CONTENT_PARAMETERS } from '../request/content-parameters.ts'
import { METADATA_PARAMETERS, REVISION } from '../request/metadata-parameters.ts'
import { wantedMetadata } from './wanted-metadata.ts'

const path = '/item/:itemId/metadata'

const { terse: _terse, ...SHOWN } = METADATA_PARAMETERS

const retrieveMetadata = operation({
  title: 'Retrieve the metadata of an item',
  ...{ method: 'GET', path, role: '_metadata_read', query: SHOWN, produces: MetadataListDocument },
}).answer(async ({ path: { itemId }, query, em, baseUrl }) => {
  const { id } = await findItem(em, itemId)
  const asked = { ...NO_CONTENT, ...query, content: ['metadata'] as const }
  const [document] = await itemDocuments({ em, baseUrl }, [id], asked)
  return { item: [{ metadata: document?.metadata, id: siteId(id) }] }
})

/** The values of the parameters that lists of items have in addition. */
const NO_CONTENT = Object.fromEntries(
  Object.entries(CONTENT_PARAMETERS).map(([name, { fallback }]) => [name, fallback]),
) as unknown as Parameters<typeof itemDocuments>[2]

const writeMetadata = operation({
  title: 'Change the metadata of an item',
  description:
    'Each field gets the values of the request instead of those that it has; `mode="add"` and `mode="remove"` add and ' +
    'remove values. A field without values is removed; fields that are not named stay. Fields that the server generates ' +
    'are left out, and named in `X-Callsheet-Warning`.',
  ...{ method: 'PUT', path, role: '_metadata_write', accepts: MetadataDocument, needsBody: true },
  query: {
    revision: parameter(
      REVISION,
      undefined,
      'The revision that the change is based on. Refused with 409 if there is a newer one.',
    ),
    onlyReturnChanges: parameter(boolean, false, 'Whether to answer only with what the change wrote.'),
  },
  produces: MetadataListDocument,
}).answer(async ({ path: { itemId }, body = { group: [], timespan: [] }, query, em, user, ...rest }) => {
  await findItem(em, itemId)
  const wanted = await wantedMetadata({ em, ...rest }, body)
  const item = await changeItem(em, itemId, async (tx, { id }) => {
    const before = await lockItem(tx, id)
    if (!before) throw notFound('Item', itemId)
    refuseStale(before, query.revision)
    return changeMetadata(tx, id, wanted, user.name)
  })
  return {
    item: [{ metadata: shownMetadata(query.onlyReturnChanges ? ofLatest(item) : item, [], EVERYTHING) }],
  }
})

export const ITEM_METADATA: readonly Operation[] = [retrieveMetadata, writeMetadata]

export const EVERYTHING: MetadataView = {
  ...{ fields: [], excluded: [], groups: [], interval: 'all' },
  ...{ types: false, defaults: false, transient: true },
}

function refuseStale({ id, revision }: ItemRow, based: number | undefined): void {
  const latest = Math.max(0, ...revision)
  if (based === undefined || based >= latest) return
  throw conflict('metadata', siteId(id), `the metadata were changed after this revision`, siteId(based))
}

/** Only the parts that the latest change wrote. */
function ofLatest(item: ItemRow): ItemRow {
  const latest = siteId(Math.max(0, ...item.revision))
  const cut = <P extends Pick<Timespan, 'field' | 'group'>>(parts: P): P => ({
    ...parts,
    field: parts.field.filter(({ change }) => change === latest),
    group: parts.group.map(cut).filter(({ field, group }) => field.length > 0 || group.length > 0),
  })
  return { ...item, metadata: item.metadata.map(cut) }
}
