/** Finds dead nodes, stranded placements and due retries. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** First key of the advisory lock that a node's session holds; the second is its id. "NODE" in ASCII. */
export const NODE_LOCK = 0x4e4f4445

/** What other nodes can see of a node. */
export interface SeenNode {
  readonly id: number
  readonly kernel: string
  readonly pid: number
  readonly pidStarted: number
  /** The time of its last heartbeat, as PostgreSQL formats it. */
  readonly beat: string
  /** Time since its last heartbeat, s. */
  readonly silentS: number
  /** The pid of the backend whose session holds its lock; null if none does. */
  readonly lockedBy: number | null
  /** Uptime of the PostgreSQL server, s. */
  readonly serverUpS: number
}

/** All nodes that were not declared dead. Reads `pg_locks`; locks nothing. */
export async function seenNodes(em: EntityManager): Promise<readonly SeenNode[]> {
  return execute<SeenNode>(em, SEEN_NODES, [NODE_LOCK])
}

const SEEN_NODES = /* sql */ `
select n.id, n.kernel, n.pid, n.beat::text as beat, n.pid_started::float8 as "pidStarted",
       extract(epoch from callsheet.now() - n.beat)::float8 as "silentS", l.pid as "lockedBy",
       extract(epoch from clock_timestamp() - pg_postmaster_start_time())::float8 as "serverUpS"
from callsheet.node n
left join pg_locks l on l.locktype = 'advisory' and l.classid = ? and l.objid = n.id and l.objsubid = 2 and l.granted
  and l.database = (select oid from pg_database where datname = current_database())
where n.gone is null`

/**
 * Declares a node dead unless it has sent a heartbeat since it was seen. True for the one caller that did.
 * Ends the session that still holds its lock.
 */
export async function declareGone(em: EntityManager, { id, beat, lockedBy }: SeenNode): Promise<boolean> {
  const [row] = await execute<{ id: number }>(
    em,
    'update callsheet.node set gone = callsheet.now() where id = ? and gone is null and beat = ?::timestamptz returning id',
    [id, beat],
  )
  if (row && lockedBy !== null) await execute(em, 'select pg_terminate_backend(?)', [lockedBy])
  return row !== undefined
}

export interface StrandedPlacement {
  readonly id: number
  readonly jobId: number
  /** True when its node is gone; false when it was not fetched in time. */
  readonly nodeGone: boolean
}

/** Placements of nodes that are gone, and those that no node has fetched within `withinS` seconds. */
export async function strandedPlacements(
  em: EntityManager,
  withinS: number,
): Promise<readonly StrandedPlacement[]> {
  const rows = await execute<{ readonly placement: StrandedPlacement }>(em, STRANDED, [withinS])
  return rows.map(({ placement }) => placement)
}

/**
 * Transactional steps of a node run one after the other, and their placement is unfetched until they have. A
 * node whose pool is stuck for so long fences itself.
 */
const TRANSACTIONAL_WITHIN_S = 60

const STRANDED = /* sql */ `
select json_build_object('id', p.id, 'jobId', p.job_id, 'nodeGone', n.gone is not null) as placement
from callsheet.placement p
join callsheet.node n on n.id = p.node_id
where n.gone is not null or (p.fetched is null and p.placed < callsheet.now()
  - case when (select s.runs_as from callsheet.step s where s.job_id = p.job_id and s.id = p.step_id) = 'STARTED' then ${TRANSACTIONAL_WITHIN_S} else ? end * interval '1 second')
order by p.job_id
limit 500`

/**
 * Drops the placements of jobs that are no longer live: a placement that was written while its job ended is
 * invisible to both. True if there were any. Relies on the index `job_id`.
 */
export async function dropOrphans(em: EntityManager): Promise<boolean> {
  return (await execute(em, DROP_ORPHANS)).length > 0
}

const DROP_ORPHANS = /* sql */ `
delete from callsheet.placement p
where not exists (select from callsheet.job j where j.id = p.job_id and j.finished is null)
returning p.id`

export interface DueRetry {
  readonly jobId: number
  readonly step: number
}

/** Steps whose retry is due. Relies on the index `step_retry`. */
export async function dueRetries(em: EntityManager): Promise<readonly DueRetry[]> {
  return execute<DueRetry>(em, DUE_RETRIES, [MOST_RETRIES])
}

/** A value, so that PostgreSQL plans the statement once: planning opens every partition of steps. */
const MOST_RETRIES = 500

const DUE_RETRIES = /* sql */ `
select job_id as "jobId", number as step
from callsheet.step
where state = 'FAILED_RETRY' and retry_after <= callsheet.now()
order by retry_after
limit ?`
