/** Reads and writes the queue rules. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { QueueRules } from '../../queue.ts'
import { execute } from '../../sql/execute.ts'

/** The limits of the queue besides the capacity of the hosts. */
export async function readRules(em: EntityManager): Promise<QueueRules> {
  const [row] = await execute<{ readonly rules: QueueRules }>(em, READ)
  if (!row) throw new Error('the queue has no rules')
  return row.rules
}

const READ = /* sql */ `
select jsonb_build_object('concurrentJobs', concurrent_jobs, 'pools', pools, 'groups', groups, 'priorities', priorities) as rules
from callsheet.queue`

/** Replaces the rules. They apply to all nodes from the next admission on. */
export async function writeRules(em: EntityManager, rules: QueueRules): Promise<void> {
  await execute(em, WRITE, [JSON.stringify(rules)])
}

const WRITE = /* sql */ `
update callsheet.queue q
set concurrent_jobs = r."concurrentJobs", pools = r.pools, groups = r.groups, priorities = r.priorities
from jsonb_to_record(?::jsonb) as r("concurrentJobs" integer, pools jsonb, groups jsonb, priorities jsonb)`
