/** Resolves the parameters `type` and `category` to job types. */
import type { JobType } from '../../../steps/engine/declare/job-type.ts'
import type { Category } from '../../../steps/engine/declare/step.ts'
import { categoriesOf } from '../../../steps/engine/submit/instantiate.ts'

/**
 * The job types that `type` and `category` select; undefined for all. A type has each category that one of
 * its steps may use slots of; a type that is no longer declared has none. The result consists of types alone,
 * so that maintained counts can answer the query. Pure.
 */
export function typesOf<Tools>(
  { type, category }: { readonly type: 'all' | readonly string[]; readonly category: readonly Category[] },
  jobTypes: readonly JobType<Tools>[],
): readonly string[] | undefined {
  const named = type === 'all' ? undefined : type
  if (category.length === 0) return named
  return jobTypes
    .filter(({ stages }) =>
      stages.some(({ step }) => categoriesOf(step).some((one) => category.includes(one))),
    )
    .map(({ name }) => name)
    .filter((name) => named?.includes(name) ?? true)
}
