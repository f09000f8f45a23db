import { endToken } from '../../schema/queries/access/tokens.ts'
import { invalidInput } from '../http/answer/fault.ts'
import { operation } from '../http/operation.ts'

export default operation({
  title: 'End an authentication token',
  description:
    'Ends the token that the request is sent with (ours): it lets nobody in from then on. With `RunAs` it is still the token that was sent. A request with a password is refused with 400: it has no token.',
  method: 'DELETE',
  path: '/token',
}).answer(async ({ em, token }) => {
  if (token === undefined) throw invalidInput('Authorization', 'expected a token, got a password')
  await endToken(em, token)
  return undefined
})
