import type { JobType } from '../../../steps/engine/declare/job-type.ts'
import type { Category } from '../../../steps/engine/declare/step.ts'
import { categoriesOf } from '../../../steps/engine/submit/instantiate.ts'

/**
 * The job types that `type` and `category` leave; undefined for every one. A type is of each category that one of its steps
 * may take slots of, and one that is declared no more is of none. Only types come of it, so that the kept counts can answer. Pure.
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
