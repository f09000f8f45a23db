import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/**
 * Has PostgreSQL look at the tables of the living anew when they have grown. Its own autovacuum does so once a minute; until then it takes
 * a queue that has just been filled for a short one, and reads all of it to find one job.
 */
export async function analyzeGrown(em: EntityManager): Promise<void> {
  const grown = await execute<{ readonly name: string }>(em, GROWN, [[...LIVING]])
  // Who vacuums one of them right now is not interrupted.
  for (const { name } of grown) await execute(em, `analyze (skip_locked) callsheet.${name}`)
}

const LIVING = ['job_live', 'step', 'placement', 'attempt', 'metadata'] as const

const GROWN = /* sql */ `
select relname as name
from pg_stat_user_tables
where schemaname = 'callsheet' and relname = any(?::text[]) and n_mod_since_analyze > 200 + n_live_tup / 4
  and coalesce(greatest(last_analyze, last_autoanalyze), '-infinity') < now() - interval '10 seconds'`
