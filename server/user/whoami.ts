/** Names the current user: `GET /whoami`. */
import { operation } from '../http/operation.ts'

/** A bare name in every format (wire.md §2.2). With `RunAs` it is the impersonated user. */
export default operation({
  title: 'Get the name of the current user',
  method: 'GET',
  path: '/whoami',
  produces: 'text',
}).answer(async ({ user }) => user.name)
