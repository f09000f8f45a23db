/** Writes a job type as a `JobTypeDocument`. */
import type { JobTypeDocument } from '../../schema/documents/job-type.ts'
import type { JobType, Stage } from '../../steps/engine/declare/job-type.ts'
import { DEFAULT_TRIES } from '../../steps/engine/declare/step.ts'
import { categoriesOf } from '../../steps/engine/submit/instantiate.ts'

export function jobTypeDocument<Tools>({
  name,
  description,
  parameters,
  stages,
}: JobType<Tools>): JobTypeDocument {
  const categories = new Set(stages.flatMap(({ step }) => categoriesOf(step)))
  return {
    ...{ name, description, category: [...categories] },
    parameter: parameters.map(({ values = [], form, key, required, description: about }) => ({
      ...{ key, required, description: about, value: values },
      ...(form && { form: form.expected }),
    })),
    step: stages.map(stepDocument),
  }
}

function stepDocument<Tools>(stage: Stage<Tools>) {
  const { number, step, after = [], alongside = [], critical = true, cleanup = false } = stage
  const { name, description, runsAs, tries = DEFAULT_TRIES } = step
  const categories = categoriesOf(step)
  return {
    ...{ number, name, description, dependency: after, parallelDependency: alongside, critical, cleanup },
    ...{ runsAs, ...(categories[0] !== undefined && { category: categories.join(',') }), tries },
  }
}
