/** Lists the roles of a user. */
import { callFor } from '../call.ts'

/** `GET /user/(user)/roles`. */
export async function listRoles(user: string): Promise<readonly string[]> {
  const path = `user/${encodeURIComponent(user)}/roles`
  const { uri = [] } = await callFor<{ readonly uri?: readonly string[] }>({ method: 'GET', path })
  return uri
}
