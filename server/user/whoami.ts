import { operation } from '../http/operation.ts'

/** A bare name, with no other form (wire.md §2.2). With `RunAs` it is the user who is impersonated. */
export default operation({
  title: 'Get the name of the current user',
  method: 'GET',
  path: '/whoami',
  produces: 'text',
}).answer(async ({ user }) => user.name)
