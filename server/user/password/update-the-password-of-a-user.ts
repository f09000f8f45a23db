/** Sets a password: `PUT /user/{user}/password`. */
import { updateUser } from '../../../schema/queries/access/users.ts'
import { hashOfNew, PASSWORD_TYPE, SHORTEST_PASSWORD } from '../../auth/password/new-password.ts'
import { holds } from '../../auth/roles.ts'
import { refuseStranger } from '../../auth/self-or-administrator.ts'
import { forbidden } from '../../http/answer/fault.ts'
import { operation } from '../../http/operation.ts'
import { changeUsers, existingUser } from '../change-users.ts'

export default operation({
  title: 'Update the password of a user',
  description:
    `The body is the password: at least ${SHORTEST_PASSWORD} characters, and not the name of the user. All tokens of the user are ` +
    'revoked. The password of another user needs the role _administrator. Users who change their own sign this request with ' +
    'their current password, not with a token or access key, unless they hold that role.',
  method: 'PUT',
  path: '/user/:user/password',
  query: { passwordType: PASSWORD_TYPE },
  accepts: 'text',
  needsBody: true,
}).answer(async ({ path: { user: name }, query: { passwordType }, body = '', user, signIn, em }) => {
  refuseStranger(user, name, 'the password of another user needs')
  if (signIn.by !== 'password' && !holds(user, '_administrator'))
    throw forbidden('one’s own password is changed with the current password, not with a token or key', {
      context: 'Authorization',
      id: name,
    })
  // A file ends with a line end; a password does not.
  const passwordHash = await hashOfNew(name, body.replace(/\r?\n$/, ''), passwordType)
  await changeUsers(em, name, async (tx) => {
    await existingUser(tx, name)
    await updateUser(tx, name, { passwordHash })
  })
  return undefined
})
