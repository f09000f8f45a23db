/** Lists the changes of the metadata of an item. */
import { type GroupPart, MetadataChangeSetDocument } from '../../../schema/documents/metadata.ts'
import { serialOf, siteId } from '../../../schema/ids.ts'
import { type MetadataChange, readChanges } from '../../../schema/queries/media/items/read-changes.ts'
import { notFound } from '../../http/answer/fault.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { findItem } from '../find-item.ts'

const path = '/item/:itemId/metadata/changes'
const produces = MetadataChangeSetDocument

const listChanges = operation({
  title: 'List the changes of the metadata of an item',
  ...{ method: 'GET', path, role: '_metadata_read', produces },
}).answer(async ({ path: { itemId }, em }) => {
  const { id } = await findItem(em, itemId)
  return { changeSet: (await readChanges(em, id)).map(changeSet) }
})

const retrieveAChange = operation({
  title: 'Retrieve a change of the metadata of an item',
  ...{ method: 'GET', path: `${path}/:changeId`, role: '_metadata_read', produces },
}).answer(async ({ path: { itemId, changeId }, em }) => {
  const { id } = await findItem(em, itemId)
  const wanted = serialOf(changeId) ?? 0
  const found = (await readChanges(em, id, wanted)).find((one) => one.id === wanted)
  if (!found) throw notFound('metadata-change', changeId)
  return { changeSet: [changeSet(found)] }
})

export const CHANGES: readonly Operation[] = [listChanges, retrieveAChange]

/** What was sent, with its modes, and who sent it. */
function changeSet({ id, user, at, document }: MetadataChange) {
  const stamp = { user, timestamp: at, change: siteId(id) }
  const stamped = <P extends Pick<GroupPart, 'field' | 'group'>>(parts: P): P => ({
    ...parts,
    field: parts.field.map((one) => ({
      ...one,
      ...stamp,
      value: one.value.map((value) => ({ ...value, ...stamp })),
    })),
    group: parts.group.map((one) => ({ ...stamped(one), ...stamp })),
  })
  const timespan = document.timespan.map(({ start = '-INF', end = '+INF', ...parts }) => ({
    ...stamped(parts),
    ...{ start, end },
  }))
  return { id: siteId(id), metadata: { revision: siteId(id), group: document.group, timespan } }
}
