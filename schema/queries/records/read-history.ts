import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** One thing that happened to a job, or to a step of it. */
export interface HistoryEntry {
  /** ISO 8601. */
  readonly at: string
  readonly step: number | null
  readonly attempt: number | null
  readonly event: string
  readonly was: string | null
  readonly became: string
  readonly cause: string | null
  /** The name of the node. */
  readonly node: string | null
  readonly user: string | null
}

/**
 * What happened to a job, the oldest first: in the order of the ids, which are given under the job's lock, as are the times; of
 * those several may be the same. Locks nothing. Expects `history_job`.
 */
export async function readHistory(em: EntityManager, jobId: number): Promise<readonly HistoryEntry[]> {
  const rows = await execute<{ readonly entry: HistoryEntry }>(em, READ_HISTORY, [jobId])
  return rows.map(({ entry }) => entry)
}

const READ_HISTORY = /* sql */ `
select jsonb_build_object('at', h.at, 'step', h.step, 'attempt', h.attempt, 'event', h.event, 'was', h.was,
  'became', h.became, 'cause', h.cause, 'node', n.name, 'user', h.by_user) as entry
from callsheet.history h
left join callsheet.node n on n.id = h.node_id
where h.job_id = ?
order by h.id`
