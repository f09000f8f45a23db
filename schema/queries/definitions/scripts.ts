/** Keeps the scripts of steps by the digest of their content. */
import { createHash } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

export interface StoredScript {
  readonly source: string
  /** Of the definition: the limits of the script. */
  readonly metadata: Readonly<Record<string, string>>
}

/** `script:` and a digest: the name of a step that runs it. Equal for equal scripts. */
export function scriptName({ source, metadata }: StoredScript): string {
  const content = JSON.stringify([source, Object.entries(metadata).toSorted()])
  return `${PREFIX}${createHash('sha256').update(content).digest('hex').slice(0, 32)}`
}

export function isScriptName(step: string): boolean {
  return step.startsWith(PREFIX)
}

const PREFIX = 'script:'

/** Scripts are never changed or deleted, because jobs refer to them. */
export async function keepScripts(em: EntityManager, scripts: readonly StoredScript[]): Promise<void> {
  const rows = scripts.map((script) => ({ ...script, name: scriptName(script) }))
  if (rows.length > 0) await execute(em, KEEP, [JSON.stringify(rows)])
}

const KEEP = /* sql */ `
insert into callsheet.script (name, source, metadata)
select distinct on (name) name, source, metadata
from jsonb_to_recordset(?::jsonb) as s(name text, source text, metadata jsonb)
on conflict do nothing`

export async function readScript(em: EntityManager, name: string): Promise<StoredScript | undefined> {
  const [found] = await execute<StoredScript>(
    em,
    'select source, metadata from callsheet.script where name = ?',
    [name],
  )
  return found
}
