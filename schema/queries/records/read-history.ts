/** Reads the history of a job. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** One event of a job or of one of its steps. */
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
 * The history of a job, oldest first: in the order of the ids, which are assigned under the lock of the job.
 * Several rows may have the same time. Locks nothing. Relies on the index `history_job`.
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
