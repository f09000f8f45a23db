/** Reads the key that links without credentials are signed with. All servers share it. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

export async function readSigningKey(em: EntityManager): Promise<string> {
  const [row] = await execute<{ readonly key: string }>(em, 'select key from callsheet.signing_key')
  if (!row) throw new Error('the database has no signing key')
  return row.key
}
