/** Permits users to deal with themselves, and administrators with all. */
import { forbidden } from '../http/answer/fault.ts'
import { type Caller, holds } from './roles.ts'

/** Throws 403. `what`: the start of a sentence, such as `the roles of another user need`. */
export function refuseStranger(caller: Caller, name: string, what: string): void {
  if (name === caller.name || holds(caller, '_administrator')) return
  throw forbidden(`${what} the role _administrator`, { context: '_administrator', id: name })
}
