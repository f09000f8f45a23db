/** Revokes a token: `DELETE /token`. */
import { endToken } from '../../../schema/queries/access/tokens.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import { operation } from '../../http/operation.ts'

export default operation({
  title: 'Revoke an authentication token',
  description:
    'Revokes the token that the request is sent with, also with `RunAs`. It is no longer accepted. ' +
    'A request that is authenticated with a password is refused with 400. (Callsheet extension)',
  method: 'DELETE',
  path: '/token',
}).answer(async ({ em, signIn }) => {
  if (signIn.by !== 'token') throw invalidInput('Authorization', 'expected a token, got a password')
  await endToken(em, signIn.hash)
  return undefined
})
