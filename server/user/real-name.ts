/** Reads and sets the real name of a user: `/user/{user}/realname`. */
import { updateUser } from '../../schema/queries/access/users.ts'
import { refuseStranger } from '../auth/self-or-administrator.ts'
import { operation } from '../http/operation.ts'
import { changeUsers, existingUser } from './change-users.ts'

const path = '/user/:user/realname'

export const retrieveTheRealName = operation({
  title: 'Retrieve the real name of a user',
  description: 'Empty if the user has none. That of another user needs the role _administrator.',
  ...{ method: 'GET', path, produces: 'text' },
}).answer(async ({ path: { user: name }, user, em }) => {
  refuseStranger(user, name, 'the real name of another user needs')
  return (await existingUser(em, name)).realName ?? ''
})

export const updateTheRealName = operation({
  title: 'Update the real name of a user',
  description: 'The body is the name; without a body it is empty.',
  ...{ method: 'PUT', path, role: '_administrator', accepts: 'text' },
}).answer(async ({ path: { user: name }, body = '', em }) => {
  await changeUsers(em, name, async (tx) => {
    await existingUser(tx, name)
    await updateUser(tx, name, { realName: body.replace(/\r?\n$/, '') })
  })
  return undefined
})
