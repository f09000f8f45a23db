/** Tokens for the requests that scripts make to this server; they exist only in this process. */
import type { AccountRow } from '../../schema/queries/access/accounts.ts'
import { hashOfSecret, newSecret } from '../auth/token-secret.ts'

export class ScriptTokens {
  readonly #accounts = new Map<string, AccountRow>()

  /** A token of this user, valid until it is disposed. */
  issue(account: AccountRow): Disposable & { readonly secret: string } {
    const secret = newSecret()
    const hash = hashOfSecret(secret)
    // A request of a script comes from this machine, whatever the password.
    this.#accounts.set(hash, { ...account, defaultPassword: false })
    return { secret, [Symbol.dispose]: () => void this.#accounts.delete(hash) }
  }

  /** The user of a token, by the token's SHA-256. */
  bearer(hash: string): AccountRow | undefined {
    return this.#accounts.get(hash)
  }
}
