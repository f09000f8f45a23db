/** Decides which streams end: with the sign-ins of their clients, or with the permission of their users. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { activeKeys } from '../../schema/queries/access/access-keys.ts'
import type { AccountRow } from '../../schema/queries/access/accounts.ts'
import { validTokens } from '../../schema/queries/access/tokens.ts'
import type { FindAccount } from '../auth/find-account.ts'
import type { LastingSignIn } from '../auth/lasting-sign-in.ts'
import { holds } from '../auth/roles.ts'
import type { LiveCaller } from './admit-listener.ts'

/** What is valid now of what these clients signed in with. */
export interface StillValid {
  /** By name; null for a user who is gone. */
  readonly accounts: ReadonlyMap<string, AccountRow | null>
  readonly tokens: ReadonlySet<string>
  readonly keys: ReadonlySet<string>
}

export async function stillValid(
  callers: readonly LiveCaller[],
  { fork, find }: { readonly fork: () => EntityManager; readonly find: FindAccount },
): Promise<StillValid> {
  const signIns = callers.map(({ signIn }) => signIn)
  const tokens = signIns.flatMap((one) => (one.by === 'token' ? one.hash : []))
  const keys = signIns.flatMap((one) => (one.by === 'key' ? one.id : []))
  const names = new Set([...callers.map(({ name }) => name), ...signIns.map(({ user }) => user)])
  const accounts = new Map<string, AccountRow | null>()
  for (const name of names) accounts.set(name, await find(name))
  return {
    accounts,
    tokens: new Set(tokens.length > 0 ? await validTokens(fork(), tokens) : []),
    keys: new Set(keys.length > 0 ? await activeKeys(fork(), keys) : []),
  }
}

/** Why a stream ends now; undefined if it does not. `now`: this machine's time, ms since 1970. Pure. */
export function whyEnd({ name, signIn }: LiveCaller, valid: StillValid, now: number): string | undefined {
  const account = valid.accounts.get(name)
  if (!account || account.disabled || !holds(account, '_job_read'))
    return 'the user is no longer permitted to listen'
  const signer = valid.accounts.get(signIn.user)
  if (!signer || signer.disabled) return 'the user who signed in is no longer permitted to'
  if (signer.name !== name && !holds(signer, '_administrator')) return 'RunAs is no longer permitted'
  return isOver(signIn, signer, valid, now) ? OVER[signIn.by] : undefined
}

function isOver(signIn: LastingSignIn, signer: AccountRow, valid: StillValid, now: number): boolean {
  switch (signIn.by) {
    case 'token':
      return !valid.tokens.has(signIn.hash)
    case 'key':
      return !valid.keys.has(signIn.id)
    case 'jwt':
      return hasExpired(signIn, now)
    case 'password':
      return signer.passwordHash !== signIn.passwordHash
  }
}

/** Of a JSON Web Token, which tells by itself. */
export function hasExpired(signIn: LastingSignIn, now: number): boolean {
  return signIn.by === 'jwt' && signIn.expires.getTime() <= now
}

export const OVER: Readonly<Record<LastingSignIn['by'], string>> = {
  token: 'the token has ended',
  key: 'the access key is no longer active',
  jwt: 'the JSON Web Token has expired',
  password: 'the password was changed',
}
