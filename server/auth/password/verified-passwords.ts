/** Verifies passwords, and remembers for a minute which ones were right. */
import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
import type { AccountRow } from '../../../schema/queries/access/accounts.ts'
import { internalServer } from '../../http/answer/fault.ts'
import type { FailedTries, Try } from '../failed-tries.ts'
import type { FindAccount } from '../find-account.ts'
import { verifyPassword } from './password.ts'

/** The name and password of a sign-in. */
export interface Basic {
  readonly name: string
  readonly password: string
}

export class VerifiedPasswords {
  readonly #now: () => number
  readonly #find: FindAccount
  readonly #tries: FailedTries
  /** Key of the HMACs under which right passwords are remembered, so that the memory reveals none. */
  readonly #secret = createSecretKey(randomBytes(32))
  readonly #remembered = new Map<string, Remembered>()
  #verifying = 0

  /** `now` returns monotonic milliseconds. */
  constructor(now: () => number, find: FindAccount, tries: FailedTries) {
    this.#now = now
    this.#find = find
    this.#tries = tries
  }

  /**
   * Null if the user is unknown or disabled, or the password is wrong; the client does not learn which.
   * Throws 401 after too many failures. The account is read each time, so that a change to it, by whichever
   * server, counts for the next request; only the slow verification of the same hash is not repeated.
   */
  async accountOf(basic: Basic, address: string): Promise<AccountRow | null> {
    const { name, password } = basic
    const key = createHmac('sha256', this.#secret).update(`${name}\0${password}`).digest('base64')
    const known = this.#remembered.get(key)
    if (known && known.until > this.#now()) {
      const [account, hash] = await Promise.all([this.#find(name), known.hash])
      if (hash === undefined) return null
      if (account?.passwordHash === hash) return account.disabled ? null : account
    }
    return this.#verifyOnce(key, basic, { address, user: name })
  }

  async #verifyOnce(key: string, basic: Basic, one: Try): Promise<AccountRow | null> {
    const account = this.#verify(basic, one)
    if (this.#remembered.size >= REMEMBERED) dropOldest(this.#remembered)
    const hash = account.then((found) => found?.passwordHash)
    const entry = { until: this.#now() + REMEMBER_MS, hash }
    // A request that has this one's result rejects by itself.
    hash.catch(() => undefined)
    this.#remembered.delete(key)
    this.#remembered.set(key, entry)
    const isRight = await account.then(
      (found) => found !== null,
      () => false,
    )
    if (!isRight && this.#remembered.get(key) === entry) this.#remembered.delete(key)
    return account
  }

  async #verify({ name, password }: Basic, one: Try): Promise<AccountRow | null> {
    this.#tries.refuseTooMany(one)
    if (this.#verifying >= MOST_AT_ONCE)
      throw internalServer('Too many sign-ins at once; try again in 1 s', 503, { 'Retry-After': '1' })
    this.#tries.begin(one)
    this.#verifying += 1
    try {
      const account = await this.#find(name)
      const right = await verifyPassword(password, account?.passwordHash || DUMMY_HASH)
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
}

/** `hash`: that of the account which the password was right for; undefined if it was wrong. */
type Remembered = { readonly until: number; readonly hash: Promise<string | undefined> }

const REMEMBER_MS = 60_000
const REMEMBERED = 1_000
/** A verification takes 19 MiB and 30 ms of a thread; more at once would starve the rest of the process. */
const MOST_AT_ONCE = 32

/**
 * Verified for an unknown user, so that timing does not reveal whether a user exists. Matches no password.
 */
const DUMMY_HASH = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`

/** Deletes the oldest entry: a Map iterates in insertion order. */
function dropOldest(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    map.delete(key)
    return
  }
}
