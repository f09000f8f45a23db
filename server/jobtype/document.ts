/** Writes a job type as a `JobTypeDocument`. */
import type { JobTypeDocument } from '../../schema/documents/job-type.ts'
import type { JobType, Stage } from '../../steps/engine/declare/job-type.ts'
import { DEFAULT_TRIES } from '../../steps/engine/declare/step.ts'
import { categoriesOf } from '../../steps/engine/submit/instantiate.ts'

/** `usualS`: how long each step usually takes, s, by its number. */
export function jobTypeDocument<Tools>(
  { name, description, parameters, stages }: JobType<Tools>,
  usualS: ReadonlyMap<number, number>,
): JobTypeDocument {
  const categories = new Set(stages.flatMap(({ step }) => categoriesOf(step)))
  return {
    ...{ name, description, category: [...categories] },
    parameter: parameters.map(({ values = [], form, key, required, description: about }) => ({
      ...{ key, required, description: about, value: values },
      ...(form && { form: form.expected }),
    })),
    step: stages.map((stage) => {
      const usualDuration = usualS.get(stage.number)
      return { ...stepDocument(stage), ...(usualDuration !== undefined && { usualDuration }) }
    }),
  }
}

function stepDocument<Tools>(stage: Stage<Tools>) {
  const {
    number,
    step,
    after = [],
    alongside = [],
    critical = true,
    cleanup = false,
    transient = false,
  } = stage
  const { name, description, runsAs, tries = DEFAULT_TRIES } = step
  const categories = categoriesOf(step)
  return {
    ...{ number, name, description, dependency: after, parallelDependency: alongside, critical, cleanup },
    ...{ runsAs, ...(categories[0] !== undefined && { category: categories.join(',') }), tries },
    ...(transient && { transient }),
  }
}
