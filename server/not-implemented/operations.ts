/** Answers requests for what this server does not have: an empty list, or 501 that names the operation. */
import type { DocumentOf } from '../../schema/document.ts'
import { collectionAt } from '../collection/find-collection.ts'
import { notYetImplemented } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { type Operation, operation } from '../http/operation.ts'
import { findItem } from '../item/find-item.ts'
import { LACKING, type Lacking } from './resources.ts'

const NOTE = 'Always empty: this server has none.'

/** The empty lists, which the reference shows. */
export const EMPTY_LIST_OPERATIONS: readonly Operation[] = LACKING.flatMap(emptyList)

/** Not part of the reference, as none of them works. */
export const REFUSED_OPERATIONS: readonly Operation[] = LACKING.flatMap(refusals)

function emptyList({ of, path, list }: Lacking): readonly Operation[] {
  const declared = { title: `List ${of}`, description: NOTE, method: 'GET', path } as const
  if (list === undefined) return []
  if (list === 'text')
    return [
      operation({ ...declared, produces: list }).answer(async ({ em, path: given }) => {
        await refuseUnknown(em, given)
        return ''
      }),
    ]
  const lists = Object.entries(list.fields).filter(([, { place }]) => place === 'list')
  const nothing = {
    ...('hits' in list.fields && { hits: 0 }),
    ...('count' in list.fields && { count: 0 }),
    ...Object.fromEntries(lists.map(([name]) => [name, []])),
  } as DocumentOf<typeof list>
  return [
    operation({ ...declared, produces: list }).answer(async ({ em, path: given }) => {
      await refuseUnknown(em, given)
      return nothing
    }),
  ]
}

/** Throws `notFound` for an item or collection that does not exist. */
async function refuseUnknown(em: Context['em'], path: unknown): Promise<void> {
  const { itemId, collectionId } = path as Readonly<Record<string, string | undefined>>
  if (itemId !== undefined) await findItem(em, itemId)
  if (collectionId !== undefined) await collectionAt(em, collectionId)
}

type Method = Operation['declaration']['method']

function refusals({ of, path, changes }: Lacking): readonly Operation[] {
  return changes.map((change) => {
    const [method = '', below = ''] = change.split(' ')
    const at = path + below
    return operation({ title: `Change ${of}`, method: method as Method, path: at }).answer(
      async ({ warn }) => {
        warn(`${method} ${at} is not implemented: this server has no such resource`)
        throw notYetImplemented()
      },
    )
  })
}
