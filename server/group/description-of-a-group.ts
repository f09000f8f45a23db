/** Reads and sets the description of a group: `/group/{group}/description`. */
import { writeGroup } from '../../schema/queries/access/groups.ts'
import { operation } from '../http/operation.ts'
import { changeUsers } from '../user/change-users.ts'
import { existingGroup } from './find-group.ts'

const one = { path: '/group/:group/description', role: '_administrator' } as const

export const retrieveTheDescription = operation({
  title: 'Retrieve the description of a group',
  description: 'Empty if it has none.',
  ...{ method: 'GET', ...one, produces: 'text' },
  plain: (verbatim) => ({ verbatim }),
}).answer(async ({ path: { group }, em }) => (await existingGroup(em, group)).description ?? '')

export const updateTheDescription = operation({
  title: 'Update the description of a group',
  description: 'The body is the description; without a body it is empty.',
  ...{ method: 'PUT', ...one, accepts: 'text' },
}).answer(async ({ path: { group: name }, body: description = '', em }) => {
  await changeUsers(em, name, async (tx) => {
    const { roles } = await existingGroup(tx, name)
    await writeGroup(tx, name, { description, roles })
  })
  return undefined
})
