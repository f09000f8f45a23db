/** Keeps the presets of jobs by the digest of their content. */
import { createHash } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

type Document = Readonly<Record<string, unknown>>

/** Keeps the presets, and returns their digests in the same order. They are never changed or deleted. */
export async function keepPresets(
  em: EntityManager,
  documents: readonly Document[],
): Promise<readonly string[]> {
  const rows = documents.map((document) => ({ digest: digestOf(document), document }))
  if (rows.length > 0) await execute(em, KEEP, [JSON.stringify(rows)])
  return rows.map(({ digest }) => digest)
}

const KEEP = /* sql */ `
insert into callsheet.preset (digest, document)
select distinct on (digest) digest, document
from jsonb_to_recordset(?::jsonb) as p(digest text, document jsonb)
on conflict do nothing`

/** Equal for equal documents, whatever the order of their members. */
function digestOf(document: Document): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(document)))
    .digest('hex')
    .slice(0, 32)
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, of]) => [name, sorted(of)]),
  )
}

export async function readPreset(em: EntityManager, digest: string): Promise<Document | undefined> {
  const [found] = await execute<{ readonly document: Document }>(
    em,
    'select document from callsheet.preset where digest = ?',
    [digest],
  )
  return found?.document
}
