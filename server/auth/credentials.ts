/** Authenticates requests by Basic credentials or token, and impersonates by `RunAs` (wire.md §2.1). */
import type { IncomingHttpHeaders } from 'node:http'
import type { AccountRow } from '../../schema/queries/access/accounts.ts'
import { forbidden, notAuthorized, notFound } from '../http/answer/fault.ts'
import { asUtf8 } from '../http/request/charset.ts'
import { refuseDefaultPassword } from './default-password.ts'
import { FailedTries, type Try } from './failed-tries.ts'
import type { FindAccount } from './find-account.ts'
import { type Caller, holds } from './roles.ts'
import { hashOfSecret, isSecret, readToken } from './token-secret.ts'
import { type Basic, VerifiedPasswords } from './verified-passwords.ts'

/** Looks up the user of a token by the token's SHA-256; undefined if the token is unknown or expired. */
export type BearerOf = (hash: string) => Promise<SignedIn | undefined>
type SignedIn = Caller & Pick<AccountRow, 'defaultPassword'>

export class Credentials {
  readonly #find: FindAccount
  readonly #bearerOf: BearerOf
  readonly #tries: FailedTries
  readonly #passwords: VerifiedPasswords

  /** `now` returns monotonic milliseconds. Without `bearerOf` no token is valid. */
  constructor(now: () => number, find: FindAccount, bearerOf: BearerOf = async () => undefined) {
    this.#find = find
    this.#bearerOf = bearerOf
    this.#tries = new FailedTries(now)
    this.#passwords = new VerifiedPasswords(now, find, this.#tries)
  }

  /**
   * The caller. Throws 401 without valid credentials; 403 for the default password from another machine, and
   * for `RunAs` by a user who is not an administrator.
   */
  async identify(headers: IncomingHttpHeaders, address: string): Promise<Caller> {
    const token = readToken(headers.authorization)
    const account =
      token === undefined
        ? await this.#byPassword(readBasic(headers.authorization), address)
        : await this.#byToken(token, { address, user: '' })
    if (account.defaultPassword) refuseDefaultPassword(account.name, headers)
    const runAs = typeof headers['runas'] === 'string' ? asUtf8(headers['runas']) : ''
    if (runAs === '' || runAs === account.name) return callerOf(account)
    return this.#impersonate(account, runAs)
  }

  /**
   * Failed tokens are counted per address, but a valid token is always accepted: tokens cannot be guessed,
   * and many users may share an address.
   */
  async #byToken(token: string, one: Try): Promise<SignedIn> {
    const bearer = isSecret(token) ? await this.#bearerOf(hashOfSecret(token)) : undefined
    if (bearer) return bearer
    this.#tries.refuseTooMany(one)
    this.#tries.begin(one)
    throw notAuthorized('The token is invalid or has expired')
  }

  async #byPassword(basic: Basic, address: string): Promise<SignedIn> {
    return (await this.#passwords.accountOf(basic, address)) ?? refuse()
  }

  async #impersonate(account: Caller, name: string): Promise<Caller> {
    if (!holds(account, '_administrator')) {
      throw forbidden('RunAs needs the role _administrator', { context: '_administrator', id: account.name })
    }
    const other = await this.#find(name)
    if (!other) throw notFound('User', name)
    if (other.disabled) throw forbidden('the user is disabled', { context: 'RunAs', id: name })
    return callerOf(other)
  }
}

/** The scheme is case-insensitive; the user name ends at the first colon. */
function readBasic(authorization: string | undefined): Basic {
  const [, encoded] = /^basic +([A-Za-z0-9+/_-]+=*) *$/i.exec(authorization ?? '') ?? []
  if (encoded === undefined) return refuse()
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 1 || text.includes('\0')) return refuse()
  return { name: text.slice(0, colon), password: text.slice(colon + 1) }
}

/** Strips the password hash from an account. */
function callerOf({ name, roles }: Caller): Caller {
  return { name, roles }
}

function refuse(): never {
  throw notAuthorized('Valid credentials are required')
}
