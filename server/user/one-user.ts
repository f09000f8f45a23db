/** Creates, reads, changes, disables and enables one user. */
import { UserDocument } from '../../schema/documents/user.ts'
import { deleteUser, updateUser } from '../../schema/queries/access/users.ts'
import { PASSWORD_TYPE } from '../auth/password/new-password.ts'
import { refuseStranger } from '../auth/self-or-administrator.ts'
import { operation } from '../http/operation.ts'
import { boolean } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { changeUsers, existingUser } from './change-users.ts'
import { userDocument } from './document.ts'
import { wantedUser } from './wanted-user.ts'
import { writeUser } from './write-user.ts'

const path = '/user/:user'
const role = '_administrator'
const produces = UserDocument
const plain = ({ userName = '' }: UserDocument) => userName
const query = { passwordType: PASSWORD_TYPE }

export const createAUser = operation({
  title: 'Create a user',
  description:
    'Refused with 409 if there is a user with this name. A user without a password can sign in only in other ways. ' +
    'As text/plain: the name.',
  ...{ method: 'POST', path: '/user', role, query, accepts: UserDocument, needsBody: true, produces, plain },
}).answer(async ({ body = {}, query: { passwordType }, ...context }) =>
  writeUser(wantedUser(body), { ...context, passwordType, ifExists: 'refuse' }),
)

export const retrieveAUser = operation({
  title: 'Retrieve a user',
  description: 'Another user than the caller needs the role _administrator. As text/plain: the name.',
  ...{ method: 'GET', path, produces, plain },
}).answer(async ({ path: { user: name }, user, em, baseUrl }) => {
  refuseStranger(user, name, 'another user needs')
  return userDocument(await existingUser(em, name), baseUrl)
})

export const updateAUser = operation({
  title: 'Update or create a user',
  description:
    'Changes what the document has, and leaves the rest; a `groupList` replaces all groups and roles of the user. Creates ' +
    'the user if there is none with this name. Without a body it only creates, and is 409 for an existing user. ' +
    'The change counts for the next request of the user, on every server.',
  ...{ method: 'PUT', path, role, query, accepts: UserDocument, produces, plain },
}).answer(async ({ path: { user: name }, body, query: { passwordType }, ...context }) =>
  writeUser(wantedUser(body ?? {}, name), { ...context, passwordType, ifExists: body ? 'change' : 'refuse' }),
)

export const disableAUser = operation({
  title: 'Disable or delete a user',
  description:
    'From now on the user cannot sign in, and its tokens are revoked, on every server. Refused with 409 for the last ' +
    'administrator who can sign in with a password.',
  ...{ method: 'DELETE', path, role, strict: true },
  query: {
    hard: parameter(
      boolean,
      false,
      'Delete the user rather than disable it. Its jobs stay, and keep its name.',
    ),
  },
}).answer(async ({ path: { user: name }, query: { hard }, em }) => {
  await changeUsers(em, name, async (tx) => {
    await existingUser(tx, name)
    await (hard ? deleteUser(tx, name) : updateUser(tx, name, { disabled: true }))
  })
  return undefined
})

export const enableAUser = operation({
  title: 'Enable a user',
  description: 'Tokens that the user had before it was disabled stay revoked.',
  ...{ method: 'PUT', path: '/user/:user/enable', role },
}).answer(async ({ path: { user: name }, em }) => {
  await changeUsers(em, name, async (tx) => {
    await existingUser(tx, name)
    await updateUser(tx, name, { disabled: false })
  })
  return undefined
})
