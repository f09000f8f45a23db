import { call } from '../api/call.ts'
import { authorization, endSession } from './session.ts'

/** Ends the session at once, and its token on the server as far as that can be reached. */
export function signOut(): void {
  const token = authorization()
  endSession('signed-out')
  if (token === undefined) return
  call({ method: 'DELETE', path: 'token', authorization: token }).catch(() => undefined)
}
