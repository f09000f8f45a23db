/** Lists the unresolved problems. */

import type { EntityManager } from '@mikro-orm/postgresql'

export interface ListedProblem {
  readonly id: number
  readonly type: string
  /**
   * The resource, the requirement and further details, by key. A key repeats if the waiting steps differ in
   * it.
   */
  readonly data: readonly { readonly key: string; readonly value: string }[]
  /** The ids of the jobs that wait for it, oldest first. */
  readonly jobs: readonly number[]
}

/**
 * The unresolved problems, oldest first; with a job id, only those that the job waits for, with its own
 * details. Leaves out problems that no job waits for any more, even if they are not yet marked as resolved,
 * because clients read the first job without a check (wire.md §6.6). Locks nothing.
 */
export async function listProblems(em: EntityManager, jobId?: number): Promise<readonly ListedProblem[]> {
  const job = jobId ?? null
  const rows = await em.execute<{ readonly problem: ListedProblem }[]>(LIST_PROBLEMS, [job, job, job, job])
  return rows.map(({ problem }) => problem)
}

const LIST_PROBLEMS = /* sql */ `
select jsonb_build_object('id', p.id, 'type', p.type,
  'data', (
    select coalesce(jsonb_agg(jsonb_build_object('key', d.key, 'value', d.value)
      order by d.key collate "C", length(d.value), d.value collate "C"), '[]')
    from (
      select distinct e.key, e.value
      from (
        select coalesce(w.data, p.data) as data
        from callsheet.waiting_step w
        where w.problem_id = p.id and w.passed is null and (?::integer is null or w.job_id = ?::integer)
        union all
        select jsonb_build_object('resource', p.resource, 'requirement', p.requirement)
      ) w
      cross join jsonb_each_text(w.data) e
    ) d),
  'jobs', (
    select coalesce(jsonb_agg(distinct w.job_id), '[]')
    from callsheet.waiting_step w
    where w.problem_id = p.id and w.passed is null)
) as problem
from callsheet.problem p
where p.resolved is null
  and exists (
    select from callsheet.waiting_step w
    where w.problem_id = p.id and w.passed is null and (?::integer is null or w.job_id = ?::integer))
order by p.id`
