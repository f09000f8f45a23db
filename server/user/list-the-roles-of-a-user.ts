/** Lists the roles of a user: `GET /user/{user}/roles`. */
import { URIListDocument } from '../../schema/documents/uri-list.ts'
import { readAccount } from '../../schema/queries/access/accounts.ts'
import { holds, ROLES } from '../auth/roles.ts'
import { refuseStranger } from '../auth/self-or-administrator.ts'
import { notFound } from '../http/answer/fault.ts'
import { operation } from '../http/operation.ts'

export default operation({
  title: 'List the roles of a user',
  description:
    'The roles that the user holds, by itself or by a group; a super user holds all. ' +
    'Listing the roles of another user needs the role _administrator.',
  method: 'GET',
  path: '/user/:user/roles',
  produces: URIListDocument,
  plain: ({ uri }) => uri,
}).answer(async ({ path, em, user }) => {
  refuseStranger(user, path.user, 'the roles of another user need')
  const account = await readAccount(em, path.user)
  if (!account) throw notFound('User', path.user)
  return { uri: ROLES.filter((role) => holds(account, role)) }
})
