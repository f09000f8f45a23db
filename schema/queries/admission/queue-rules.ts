/** Reads and writes the queue rules. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { type QueueRules, RULE_NAMES, type RuleName } from '../../queue.ts'
import { execute } from '../../sql/execute.ts'

/** The queue rules, and which of them were changed over the API. */
export interface StoredRules {
  readonly rules: QueueRules
  readonly overApi: readonly RuleName[]
}

/** The limits of the queue besides the capacity of the hosts. */
export async function readRules(em: EntityManager): Promise<QueueRules> {
  return (await readStoredRules(em)).rules
}

export async function readStoredRules(em: EntityManager): Promise<StoredRules> {
  return only(await execute<StoredRules>(em, READ))
}

/** Reads the rules and locks them until the transaction ends: of two changes, one waits for the other. */
export async function lockRules(em: EntityManager): Promise<QueueRules> {
  return only(await execute<StoredRules>(em, `${READ} for update`)).rules
}

function only(rows: readonly StoredRules[]): StoredRules {
  const [row] = rows
  if (!row) throw new Error('the queue has no rules')
  return row
}

const READ = /* sql */ `
select to_json(over_api) as "overApi", jsonb_build_object('concurrentJobs', concurrent_jobs, 'pools', pools, 'groups', groups,
  'priorities', priorities) as rules
from callsheet.queue`

/** Replaces all rules. They apply to all nodes from the next admission on. */
export async function writeRules(em: EntityManager, rules: QueueRules): Promise<void> {
  await execute(em, WRITE, [JSON.stringify(rules), RULE_NAMES, []])
}

/** Replaces the rules that were not changed over the API. Returns those that apply now. */
export async function writeSettings(em: EntityManager, rules: QueueRules): Promise<QueueRules> {
  await execute(em, WRITE_SETTINGS, [JSON.stringify(rules)])
  return readRules(em)
}

/** Replaces the named rules, from now on in spite of the settings. */
export async function writeOverApi(
  em: EntityManager,
  rules: QueueRules,
  names: readonly RuleName[],
): Promise<void> {
  await execute(em, WRITE, [JSON.stringify(rules), names, names])
}

const GIVEN = /* sql */ `
jsonb_to_record(?::jsonb) as r("concurrentJobs" integer, pools jsonb, groups jsonb, priorities jsonb)`

const replaced = (isReplaced: (name: RuleName) => string) => /* sql */ `
concurrent_jobs = case when ${isReplaced('concurrentJobs')} then r."concurrentJobs" else q.concurrent_jobs end,
  pools = case when ${isReplaced('pools')} then r.pools else q.pools end,
  groups = case when ${isReplaced('groups')} then r.groups else q.groups end,
  priorities = case when ${isReplaced('priorities')} then r.priorities else q.priorities end,
  groups_changed = case when ${isReplaced('groups')} and q.groups <> r.groups then callsheet.now() else q.groups_changed end`

const WRITE_SETTINGS = /* sql */ `
update callsheet.queue q
set ${replaced((name) => `'${name}' <> all (q.over_api)`)}
from ${GIVEN}`

const WRITE = /* sql */ `
update callsheet.queue q
set ${replaced((name) => `'${name}' = any (n.names)`)},
  over_api = array(select distinct name from unnest(q.over_api || n.over_api) as name order by name)
from ${GIVEN}, (select ?::text[] as names, ?::text[] as over_api) n`

/**
 * When the task groups changed, if live jobs are still to be checked against them. By then, every server has
 * read the new groups: `afterS` is longer than a server keeps the old ones.
 */
export async function groupsToCheck(em: EntityManager, afterS: number): Promise<string | undefined> {
  const [row] = await execute<{ readonly changed: string }>(em, TO_CHECK, [afterS])
  return row?.changed
}

const TO_CHECK = /* sql */ `
select to_json(groups_changed)#>>'{}' as changed
from callsheet.queue
where groups_changed < callsheet.now() - ?::integer * interval '1 second'`

/** Notes that all live jobs have been checked against the groups of that time. */
export async function noteGroupsChecked(em: EntityManager, changed: string): Promise<void> {
  await execute(
    em,
    'update callsheet.queue set groups_changed = null where groups_changed = ?::timestamptz',
    [changed],
  )
}
