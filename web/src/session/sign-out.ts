/** Signs the user out. */
import { call } from '../api/call.ts'
import { authorization, endSession } from './session.ts'

/** Ends the session at once, and revokes its token if the server can be reached. */
export function signOut(): void {
  const token = authorization()
  endSession('signed-out')
  if (token === undefined) return
  call({ method: 'DELETE', path: 'token', authorization: token }).catch(() => undefined)
}
