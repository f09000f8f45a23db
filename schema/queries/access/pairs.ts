/** Writes the metadata of users and groups. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

export type HasMetadata = 'user' | 'group'

export interface KeptPair {
  readonly key: string
  readonly value: string
}

/** Replaces all. Does nothing for an unknown name. */
export async function writePairs(
  tx: EntityManager,
  of: HasMetadata,
  name: string,
  pairs: readonly KeptPair[],
): Promise<void> {
  await execute(tx, WRITE[of], [JSON.stringify(pairs), name])
}

const WRITE = {
  user: /* sql */ `update callsheet.user_account set metadata = ?::jsonb where name = ?`,
  group: /* sql */ `update callsheet.user_group set metadata = ?::jsonb where name = ?`,
} as const
