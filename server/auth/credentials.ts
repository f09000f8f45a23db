/** Authenticates requests by password, key, token or JWT, and impersonates by `RunAs` (wire.md §2.1). */
import type { IncomingHttpHeaders } from 'node:http'
import type { AccountRow } from '../../schema/queries/access/accounts.ts'
import type { AuditEntry } from '../../schema/queries/access/audit.ts'
import { Fault, forbidden, notAuthorized, notFound } from '../http/answer/fault.ts'
import { asUtf8 } from '../http/request/charset.ts'
import { type Authorization, readAuthorization } from './authorization.ts'
import { FailedTries, type Try } from './failed-tries.ts'
import type { FindAccount } from './find-account.ts'
import type { NameInJwt } from './json-web-tokens.ts'
import { type LastingSignIn, lastingSignIn } from './lasting-sign-in.ts'
import { refuseDefaultPassword } from './password/default-password.ts'
import { type Basic, VerifiedPasswords } from './password/verified-passwords.ts'
import { type Caller, holds } from './roles.ts'
import { hashOfSecret, isSecret } from './token-secret.ts'

/** Finds users by what they sign in with. */
export interface Lookups {
  readonly account: FindAccount
  /** By a name or an alias to sign in with. Default: only by the name. */
  readonly named?: FindAccount
  /** By the SHA-256 of a token; undefined if it is unknown or expired. Default: no token is valid. */
  readonly ofToken?: (hash: string) => Promise<SignedIn | undefined>
  /** By an access key and the SHA-256 of its secret; undefined if either is wrong. Default: none is valid. */
  readonly ofKey?: (id: string, hash: string) => Promise<SignedIn | undefined>
  /** The name of the user of a JSON Web Token; undefined if it is invalid. Default: none is valid. */
  readonly nameInJwt?: NameInJwt | undefined
}
type SignedIn = Caller & Pick<AccountRow, 'defaultPassword'> & Partial<Pick<AccountRow, 'passwordHash'>>

/** A client that has signed in, and what it signed in with. */
export interface Identified {
  readonly caller: Caller
  readonly signIn: LastingSignIn
}

export class Credentials {
  readonly #find: Lookups
  readonly #audit: Audit
  readonly #tries: FailedTries
  readonly #passwords: VerifiedPasswords

  /** `now` returns monotonic milliseconds. `audit` records failed sign-ins. Default: nothing does. */
  constructor(now: () => number, find: Lookups, audit: Audit = async () => undefined) {
    this.#find = find
    this.#audit = audit
    this.#tries = new FailedTries(now)
    this.#passwords = new VerifiedPasswords(now, find.named ?? find.account, this.#tries)
  }

  /**
   * The caller. Throws 401 without valid credentials; 403 for the default password from another machine, and
   * for `RunAs` by a user who is not an administrator. `asked`: what the request is for.
   */
  async identify(
    headers: IncomingHttpHeaders,
    address: string,
    asked: Pick<AuditEntry, 'method' | 'path'> = { method: '', path: '' },
  ): Promise<Caller> {
    return (await this.admit(headers, address, asked)).caller
  }

  /** The same, for a client whose stream stays open. */
  async admit(
    headers: IncomingHttpHeaders,
    address: string,
    asked: Pick<AuditEntry, 'method' | 'path'>,
  ): Promise<Identified> {
    const authorization = readAuthorization(headers.authorization)
    try {
      return await this.#identify(authorization, headers, address)
    } catch (error) {
      if (authorization.by !== 'nothing' && isFailedSignIn(error)) {
        const user = authorization.by === 'password' && { user: authorization.name }
        await this.#audit({ ...user, address, operation: 'sign-in', ...asked, status: error.status })
      }
      throw error
    }
  }

  /** Whether the user could sign in with the password now. Throws 401 after too many failures. */
  async hasPassword(basic: Basic, address: string): Promise<boolean> {
    const account = await this.#passwords.accountOf(basic, address)
    return account?.name === basic.name
  }

  async #identify(
    authorization: Authorization,
    headers: IncomingHttpHeaders,
    address: string,
  ): Promise<Identified> {
    const account = await this.#signedIn(authorization, address)
    if (account.defaultPassword) refuseDefaultPassword(account.name, headers)
    const signIn = lastingSignIn(authorization, account.name, account.passwordHash ?? '')
    const runAs = typeof headers['runas'] === 'string' ? asUtf8(headers['runas']) : ''
    if (runAs === '' || runAs === account.name) return { caller: callerOf(account), signIn }
    return { caller: await this.#impersonate(account, runAs), signIn }
  }

  async #signedIn(authorization: Authorization, address: string): Promise<SignedIn> {
    switch (authorization.by) {
      case 'nothing':
        return refuse()
      case 'password':
        return (await this.#passwords.accountOf(authorization, address)) ?? refuse()
      case 'key': {
        const { id, secret } = authorization
        const found = isSecret(secret) ? await this.#find.ofKey?.(id, hashOfSecret(secret)) : undefined
        return found ?? this.#refuse({ address, user: id }, 'Valid credentials are required')
      }
      case 'jwt':
        return this.#byJwt(authorization.jwt, { address, user: '' })
      case 'token': {
        const { token } = authorization
        const found = isSecret(token) ? await this.#find.ofToken?.(hashOfSecret(token)) : undefined
        return found ?? this.#refuse({ address, user: '' }, 'The token is invalid or has expired')
      }
    }
  }

  /** The user must exist, and has the roles that it has here. */
  async #byJwt(jwt: string, one: Try): Promise<SignedIn> {
    const name = await this.#find.nameInJwt?.(jwt)
    const find = this.#find.named ?? this.#find.account
    const account = name === undefined ? null : await find(name)
    if (account && !account.disabled) return account
    return this.#refuse(one, 'The JSON Web Token is invalid or has expired, or its user cannot sign in')
  }

  /**
   * Failed tokens and keys are counted, but a valid one is always accepted: they cannot be guessed, and many
   * users may share an address.
   */
  #refuse(one: Try, message: string): never {
    this.#tries.refuseTooMany(one)
    this.#tries.begin(one)
    throw notAuthorized(message)
  }

  async #impersonate(account: Caller, name: string): Promise<Caller> {
    if (!holds(account, '_administrator')) {
      throw forbidden('RunAs needs the role _administrator', { context: '_administrator', id: account.name })
    }
    const other = await this.#find.account(name)
    if (!other) throw notFound('User', name)
    if (other.disabled) throw forbidden('the user is disabled', { context: 'RunAs', id: name })
    return { ...callerOf(other), impersonatedBy: account.name }
  }
}

/** Strips the password hash from an account. */
function callerOf({ name, roles }: Caller): Caller {
  return { name, roles }
}

/** Not one that was refused without a look, as there were too many: of these there is no end. */
function isFailedSignIn(error: unknown): error is Fault {
  return error instanceof Fault && error.status < 500 && error.headers['Retry-After'] === undefined
}

type Audit = (entry: AuditEntry) => Promise<void>

function refuse(): never {
  throw notAuthorized('Valid credentials are required')
}
