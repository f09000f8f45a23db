import type { EntityManager } from '@mikro-orm/postgresql'

export interface ListedProblem {
  readonly id: number
  readonly type: string
  /** What is wanted of what, and what else is known of it; ordered by key. */
  readonly data: readonly { readonly key: string; readonly value: string }[]
  /** The jobs that wait for it, oldest first. */
  readonly jobs: readonly number[]
}

/** The unresolved problems, oldest first; with a job's id, those that this job waits for. Locks nothing. */
export async function listProblems(em: EntityManager, jobId?: number): Promise<readonly ListedProblem[]> {
  const rows = await em.execute<{ readonly problem: ListedProblem }[]>(LIST_PROBLEMS, [
    jobId ?? null,
    jobId ?? null,
  ])
  return rows.map(({ problem }) => problem)
}

const LIST_PROBLEMS = /* sql */ `
select jsonb_build_object('id', p.id, 'type', p.type,
  'data', (
    select coalesce(jsonb_agg(jsonb_build_object('key', d.key, 'value', d.value) order by d.key collate "C"), '[]')
    from jsonb_each_text(p.data || jsonb_build_object('resource', p.resource, 'requirement', p.requirement)) d),
  'jobs', (
    select coalesce(jsonb_agg(distinct w.job_id), '[]') from callsheet.waiting_step w where w.problem_id = p.id)
) as problem
from callsheet.problem p
where p.resolved is null
  and (?::integer is null or exists (
    select from callsheet.waiting_step w where w.problem_id = p.id and w.job_id = ?::integer))
order by p.id`
