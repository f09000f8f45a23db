/** Validates the password of a user: `PUT /user/{user}/validate`. */
import { PASSWORD_TYPE, refuseHashed } from '../../auth/password/new-password.ts'
import { refuseStranger } from '../../auth/self-or-administrator.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import { operation } from '../../http/operation.ts'
import { existingUser } from '../change-users.ts'

export default operation({
  title: 'Validate the password of a user',
  description:
    'The body is the password. `OK` if the user could sign in with it; otherwise 400, which counts as a failed sign-in: too ' +
    'many are refused with 401. The password is not repeated. That of another user needs the role _administrator.',
  method: 'PUT',
  path: '/user/:user/validate',
  query: { passwordType: PASSWORD_TYPE },
  accepts: 'text',
  needsBody: true,
  produces: 'text',
}).answer(async ({ path: { user: name }, query: { passwordType }, body = '', user, em, hasPassword }) => {
  refuseStranger(user, name, 'to validate the password of another user needs')
  await existingUser(em, name)
  const password = body.replace(/\r?\n$/, '')
  refuseHashed(password, passwordType)
  if (await hasPassword(name, password)) return 'OK'
  throw invalidInput('password', 'the password is wrong, or the user cannot sign in')
})
