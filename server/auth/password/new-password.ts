/** What a new password must be. Nothing here quotes or logs one. */
import { invalidInput } from '../../http/answer/fault.ts'
import { oneOf } from '../../http/request/parameter-kinds.ts'
import { parameter, type ValuesOf } from '../../http/request/parameters.ts'
import { hashPassword } from './password.ts'

/** Characters; the least that NIST SP 800-63B permits. */
export const SHORTEST_PASSWORD = 8
/** Characters. Longer ones are no passwords, and would be read from a wrong file. */
const LONGEST_PASSWORD = 1_024

/** How a request says that its password is not an MD5 hash, as it would be in Vidispine by default. */
export const PASSWORD_TYPE = parameter(
  oneOf(['raw', 'md5']),
  undefined,
  '`raw`: the password as it is typed, which is also the default. `md5` is refused, as only the password itself can be ' +
    'kept safely.',
  { aliases: ['type'] },
)

/**
 * The hash of a new password. Throws `invalidInput` for one that is too short, is the name of the user, or is
 * no password but an MD5 hash.
 */
export async function hashOfNew(
  name: string,
  password: string,
  type: ValuesOf<{ type: typeof PASSWORD_TYPE }>['type'],
): Promise<string> {
  refuseHashed(password, type)
  const wrong = flawOf(name, password)
  if (wrong !== undefined) throw invalidInput('password', wrong)
  return hashPassword(password)
}

/** Throws `invalidInput` for an MD5 hash, which is no password. */
export function refuseHashed(password: string, type: ValuesOf<{ type: typeof PASSWORD_TYPE }>['type']): void {
  if (type === 'md5') throw invalidInput('passwordType', 'expected raw: an MD5 hash is not a password', 'md5')
  const wrong = type === undefined ? looksHashed(password) : undefined
  if (wrong !== undefined) throw invalidInput('password', wrong)
}

/** What is wrong with a password; undefined if nothing is. Pure. */
export function flawOf(name: string, password: string): string | undefined {
  const length = [...password].length
  if (length < SHORTEST_PASSWORD) return `expected at least ${SHORTEST_PASSWORD} characters, got ${length}`
  if (length > LONGEST_PASSWORD) return `expected at most ${LONGEST_PASSWORD} characters, got ${length}`
  if (/\p{Cc}/u.test(password)) return 'expected no control characters'
  if (password.toLowerCase() === name.toLowerCase()) return 'expected anything but the name of the user'
  return undefined
}

/** Clients of Vidispine send an MD5 hash unless they say `raw`. */
function looksHashed(password: string): string | undefined {
  return /^[0-9a-f]{32}$/i.test(password)
    ? 'expected passwordType=raw for 32 hexadecimal digits, which are otherwise taken for an MD5 hash'
    : undefined
}
