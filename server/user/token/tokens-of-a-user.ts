/** Lists and revokes the tokens of a user: `/user/{user}/tokens`. */
import { TokenListDocument } from '../../../schema/documents/access-key.ts'
import { endTokens, type ListedToken, listTokens } from '../../../schema/queries/access/tokens.ts'
import { refuseStranger } from '../../auth/self-or-administrator.ts'
import { notFound } from '../../http/answer/fault.ts'
import type { Context } from '../../http/context.ts'
import { operation } from '../../http/operation.ts'
import { existingUser } from '../change-users.ts'

export const listTheTokensOfAUser = operation({
  title: 'List the authentication tokens of a user',
  description:
    'The valid ones, without the tokens themselves, which are not kept. Those of another user need the role ' +
    '_administrator. As text/plain: one id per line. (Callsheet extension)',
  ...{ method: 'GET', path: '/user/:user/tokens', produces: TokenListDocument },
  plain: ({ token }) => token.map(({ id }) => String(id)),
}).answer(async ({ path: { user: name }, user, em }) => {
  refuseStranger(user, name, 'the tokens of another user need')
  await existingUser(em, name)
  return { token: (await listTokens(em, name)).map(tokenDocument) }
})

export const revokeAllTokensOfAUser = operation({
  title: 'Revoke all authentication tokens of a user',
  description:
    'They are no longer accepted, on any server. Those of another user need the role _administrator. (Callsheet extension)',
  ...{ method: 'DELETE', path: '/user/:user/tokens' },
}).answer(async ({ path: { user: name }, user, em }) => {
  refuseStranger(user, name, 'the tokens of another user need')
  await existingUser(em, name)
  await endTokens(em, name)
  return undefined
})

export const revokeATokenOfAUser = operation({
  title: 'Revoke an authentication token of a user',
  description:
    'It is no longer accepted, on any server. Those of another user need the role _administrator. (Callsheet extension)',
  ...{ method: 'DELETE', path: '/user/:user/tokens/:token' },
}).answer(async ({ path: { user: name, token: id }, user, em }) => {
  refuseStranger(user, name, 'the tokens of another user need')
  await existingUser(em, name)
  if (!(await isEnded(em, name, id))) throw notFound('Token', id)
  return undefined
})

function tokenDocument({
  created,
  used,
  expires,
  ...token
}: ListedToken): TokenListDocument['token'][number] {
  return { ...token, created: new Date(created), used: new Date(used), expires: new Date(expires) }
}

async function isEnded(em: Context['em'], name: string, id: string): Promise<boolean> {
  return /^\d{1,9}$/.test(id) && (await endTokens(em, name, Number(id))) > 0
}
