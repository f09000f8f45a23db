/** Updates the planner statistics of tables that have grown. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/**
 * Analyzes the tables of live jobs that have grown. Autovacuum does so once a minute; until then PostgreSQL
 * plans for a short queue and may read all of a long one to find one job.
 */
export async function analyzeGrown(em: EntityManager): Promise<void> {
  const grown = await execute<{ readonly name: string }>(em, GROWN)
  // A vacuum in progress is not interrupted.
  for (const { name } of grown) await execute(em, `analyze (skip_locked) callsheet.${name}`)
}

/**
 * Autovacuum analyzes partitions only, and a query of many jobs is planned by what is known of their parent.
 */
export async function analyzeParents(em: EntityManager): Promise<void> {
  for (const parent of ['step', 'attempt', 'metadata'])
    await execute(em, `analyze (skip_locked) callsheet.${parent}`)
}

const GROWN = /* sql */ `
select relname as name
from pg_stat_user_tables
where schemaname = 'callsheet' and relname ~ '^(job_live|placement|(step|attempt|metadata)_.*)$' and n_mod_since_analyze > 200 + n_live_tup / 4
  and coalesce(greatest(last_analyze, last_autoanalyze), '-infinity') < now() - interval '10 seconds'`
