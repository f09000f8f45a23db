/** Lists the roles of a user: `GET /user/{user}/roles`. */
import { URIListDocument } from '../../schema/documents/uri-list.ts'
import { User } from '../../schema/tables/user.ts'
import { holds, ROLES } from '../auth/roles.ts'
import { forbidden, notFound } from '../http/answer/fault.ts'
import { operation } from '../http/operation.ts'

export default operation({
  title: 'List the roles of a user',
  description:
    'The roles that the user holds; a super user holds all. ' +
    'Listing the roles of another user needs the role _administrator.',
  method: 'GET',
  path: '/user/:user/roles',
  produces: URIListDocument,
  plain: ({ uri }) => uri,
}).answer(async ({ path, em, user }) => {
  if (path.user !== user.name && !holds(user, '_administrator'))
    throw forbidden('the roles of another user need the role _administrator', {
      context: '_administrator',
      id: path.user,
    })
  const account = await em.findOne(User, { name: path.user })
  if (!account) throw notFound('User', path.user)
  return { uri: ROLES.filter((role) => holds(account, role)) }
})
