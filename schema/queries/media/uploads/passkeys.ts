/** Passkeys: each allows one upload without credentials. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../../sql/execute.ts'

export interface Passkey {
  /** SHA-256, in hexadecimal. */
  readonly hash: string
  readonly user: string
  /** What the upload is for. */
  readonly request: object
}

/** Stores a passkey for so many seconds, and deletes expired ones. */
export async function keepPasskey(
  em: EntityManager,
  { hash, user, request }: Passkey,
  validS: number,
): Promise<void> {
  await execute(em, KEEP_PASSKEY, [hash, user, JSON.stringify(request), validS])
}

const KEEP_PASSKEY = /* sql */ `
with expired as (
  delete from callsheet.passkey where expires <= callsheet.now()
)
insert into callsheet.passkey (hash, user_name, request, expires)
values (?, ?, ?::jsonb, callsheet.now() + ? * interval '1 second')`

/** The user of a passkey, as they are now, and its request. */
export interface PasskeyBearer<Request> {
  readonly name: string
  readonly roles: readonly string[]
  readonly request: Request
}

/** Undefined if it is unknown, used or expired, or its user is disabled. It stays valid. */
export async function findPasskey<Request>(
  em: EntityManager,
  hash: string,
): Promise<PasskeyBearer<Request> | undefined> {
  const [bearer] = await execute<PasskeyBearer<Request>>(em, FIND_PASSKEY, [hash])
  return bearer
}

const FIND_PASSKEY = /* sql */ `
select u.name, callsheet.roles_of(u.name) as roles, p.request
from callsheet.passkey p
join callsheet.user_account u on u.name = p.user_name
where p.hash = ? and p.expires > callsheet.now() and not u.disabled`

/** Whether it was still there: of two uploads with the same passkey, only one takes it. */
export async function takePasskey(tx: EntityManager, hash: string): Promise<boolean> {
  const take = 'delete from callsheet.passkey where hash = ? returning hash'
  return (await execute(tx, take, [hash])).length > 0
}
