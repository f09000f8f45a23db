/** Writes the index of items again (wire-media.md §7.1). */
import { ReindexRequestDocument } from '../../schema/documents/item.ts'
import { indexItemsAfter } from '../../schema/queries/media/items/index-items.ts'
import { notFound } from '../http/answer/fault.ts'
import { type Operation, operation } from '../http/operation.ts'

const path = '/reindex/:index'
const produces = ReindexRequestDocument

const reindex = operation({
  title: 'Index all items again',
  description:
    'Changes keep the index in step by themselves. It is written before the answer comes, which says IN_QUEUE as that of Vidispine.',
  ...{ method: 'PUT', path, role: '_administrator', produces },
}).answer(async ({ path: { index }, em }) => {
  refuseUnknown(index)
  let last: number | undefined = 0
  while (last !== undefined) last = await indexItemsAfter(em, last, BATCH)
  return { ...INDEX, status: 'IN_QUEUE' }
})

/** Items that one statement indexes, so that it takes seconds. */
const BATCH = 2_000

const retrieveTheState = operation({
  title: 'Retrieve the state of an index',
  ...{ method: 'GET', path, role: '_administrator', produces },
}).answer(async ({ path: { index } }) => {
  refuseUnknown(index)
  return { ...INDEX, status: 'FINISHED' }
})

export const REINDEXING: readonly Operation[] = [reindex, retrieveTheState]

const INDEX = { index: 'item', priority: 500 } as const

function refuseUnknown(index: string): void {
  if (index !== INDEX.index) throw notFound('index', index, [INDEX.index])
}
