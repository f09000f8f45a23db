/** Authenticates requests by Basic credentials or token, and impersonates by `RunAs` (wire.md §2.1). */
import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { type Fault, forbidden, internalServer, notAuthorized, notFound } from '../http/answer/fault.ts'
import { asUtf8 } from '../http/request/charset.ts'
import { refuseDefaultPassword } from './default-password.ts'
import { FailedTries, type Try } from './failed-tries.ts'
import { verifyPassword } from './password.ts'
import { type Caller, holds } from './roles.ts'
import { hashOfSecret, isSecret, readToken } from './token-secret.ts'

export type Account = Caller & {
  readonly passwordHash: string
  readonly disabled: boolean
  readonly defaultPassword: boolean
}

export type FindAccount = (name: string) => Promise<Account | null>

/** Looks up the user of a token by the token's SHA-256; undefined if the token is unknown or expired. */
export type BearerOf = (hash: string) => Promise<Bearer | undefined>
type Bearer = Caller & Pick<Account, 'defaultPassword'>

export class Credentials {
  readonly #now: () => number
  readonly #find: FindAccount
  readonly #bearerOf: BearerOf
  readonly #tries: FailedTries
  /** Key of the HMACs under which verified credentials are cached, so that the cache reveals no password. */
  readonly #secret = createSecretKey(randomBytes(32))
  readonly #remembered = new Map<string, Remembered>()
  #verifying = 0

  /** `now` returns monotonic milliseconds. Without `bearerOf` no token is valid. */
  constructor(now: () => number, find: FindAccount, bearerOf: BearerOf = async () => undefined) {
    this.#now = now
    this.#find = find
    this.#bearerOf = bearerOf
    this.#tries = new FailedTries(now)
  }

  /**
   * The caller. Throws 401 without valid credentials; 403 for the default password from another machine, and
   * for `RunAs` by a user who is not an administrator.
   */
  async identify(headers: IncomingHttpHeaders, address: string): Promise<Caller> {
    const token = readToken(headers.authorization)
    const account =
      token === undefined
        ? await this.#authenticate(readBasic(headers.authorization), address)
        : await this.#byToken(token, { address, user: '' })
    if (account.defaultPassword) refuseDefaultPassword(account.name, headers)
    const runAs = typeof headers['runas'] === 'string' ? asUtf8(headers['runas']) : ''
    if (runAs === '' || runAs === account.name) return callerOf(account)
    return this.#impersonate(account, runAs)
  }

  /**
   * Drops a user whose password, roles or state changed from the cache; other processes take up to a minute.
   */
  forget(name: string): void {
    for (const [key, entry] of this.#remembered) if (entry.name === name) this.#remembered.delete(key)
  }

  /**
   * Failed tokens are counted per address, but a valid token is always accepted: tokens cannot be guessed,
   * and many users may share an address.
   */
  async #byToken(token: string, one: Try): Promise<Bearer> {
    const bearer = isSecret(token) ? await this.#bearerOf(hashOfSecret(token)) : undefined
    if (bearer) return bearer
    const wait = this.#tries.waitFor(one)
    if (wait > 0) throw tooManyFailures(wait)
    this.#tries.begin(one)
    throw notAuthorized('The token is invalid or has expired')
  }

  async #authenticate({ name, password }: Basic, address: string): Promise<Account> {
    const key = createHmac('sha256', this.#secret).update(`${name}\0${password}`).digest('base64')
    const known = this.#remembered.get(key)
    if (known && known.until > this.#now()) return (await known.account) ?? refuse()
    this.#remembered.delete(key)

    const account = this.#verify(name, password, { address, user: name })
    if (this.#remembered.size >= REMEMBERED) dropOldest(this.#remembered)
    const entry = { name, until: this.#now() + REMEMBER_MS, account }
    this.#remembered.set(key, entry)
    const verified = await account.catch((error: unknown) => {
      if (this.#remembered.get(key) === entry) this.#remembered.delete(key)
      throw error
    })
    if (!verified && this.#remembered.get(key) === entry) this.#remembered.delete(key)
    return verified ?? refuse()
  }

  /** Null if the user is unknown or disabled, or the password is wrong; the client does not learn which. */
  async #verify(name: string, password: string, one: Try): Promise<Account | null> {
    const wait = this.#tries.waitFor(one)
    if (wait > 0) throw tooManyFailures(wait)
    if (this.#verifying >= MOST_AT_ONCE)
      throw internalServer('Too many sign-ins at once; try again in 1 s', 503, { 'Retry-After': '1' })
    this.#tries.begin(one)
    this.#verifying += 1
    try {
      const account = await this.#find(name)
      const right = await verifyPassword(password, account?.passwordHash ?? DUMMY_HASH)
      if (!right || !account || account.disabled) return null
      this.#tries.takeBack(one)
      return account
    } catch (error) {
      // The database failed, which does not count as a failed sign-in.
      this.#tries.takeBack(one)
      throw error
    } finally {
      this.#verifying -= 1
    }
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

type Basic = { readonly name: string; readonly password: string }
type Remembered = { readonly name: string; readonly until: number; readonly account: Promise<Account | null> }

const REMEMBER_MS = 60_000
const REMEMBERED = 1_000
/** A verification takes 19 MiB and 30 ms of a thread; more at once would starve the rest of the process. */
const MOST_AT_ONCE = 32

/**
 * Verified for an unknown user, so that timing does not reveal whether a user exists. Matches no password.
 */
const DUMMY_HASH = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`

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

/** Deletes the oldest entry: a Map iterates in insertion order. */
function dropOldest(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    map.delete(key)
    return
  }
}

function refuse(): never {
  throw notAuthorized('Valid credentials are required')
}

function tooManyFailures(waitS: number): Fault {
  const message = `Too many failed sign-ins; try again in ${waitS} s`
  return notAuthorized(message, { 'Retry-After': String(waitS) })
}
