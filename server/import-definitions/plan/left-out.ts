/** Says why a job type is not imported: it is, as a whole, or not at all. Pure. */
import type { TaskDefinitionDocument } from '../../../schema/documents/task-definition.ts'
import { listNearest } from '../../../schema/nearest.ts'
import { BEAN } from '../../../steps/engine/declare/definition.ts'
import type { FoundStep } from '../source/found.ts'
import { isSameDefinition } from './normal-form.ts'
import type { PlanLine } from './plan-line.ts'

/** None if the type can be imported. `here`: its definitions on the server. */
export function leftOut(
  jobType: string,
  found: readonly FoundStep[],
  here: readonly TaskDefinitionDocument[],
): readonly PlanLine[] {
  const isBuiltIn = here.some(({ id }) => id === undefined)
  if (isBuiltIn) return [skipped(jobType, found, 'a built-in type of Callsheet')]
  const twice = found.filter((one) => found.some((other) => contradicts(one, other)))
  if (twice.length > 0) {
    const from = [...new Set(twice.map((one) => one.from))].join(' and ')
    return [
      { does: 'fail', thing: stepsOf(jobType, twice), why: `defined twice and differently, in ${from}` },
    ]
  }
  return foreignIn(jobType, found)
}

/** Steps that cannot run here, and the others of their type. */
function foreignIn(jobType: string, found: readonly FoundStep[]): readonly PlanLine[] {
  const foreign = found.filter(({ it }) => obstacleOf(it) !== undefined)
  if (foreign.length === 0) return []
  const others = found.filter((one) => !foreign.includes(one))
  const without = `the type would be incomplete without ${stepsOf('its', foreign)}`
  return [
    ...OBSTACLES.flatMap((obstacle) => {
      const steps = foreign.filter(({ it }) => obstacleOf(it) === obstacle)
      return steps.length > 0 ? [skipped(jobType, steps, inWordsOf(obstacle, steps))] : []
    }),
    ...(others.length > 0 ? [skipped(jobType, others, without)] : []),
  ]
}

function contradicts({ it: one }: FoundStep, { it: other }: FoundStep): boolean {
  return one.step === other.step && !isSameDefinition(one, other)
}

const OBSTACLES = ['java', 'script and java', 'nothing'] as const
type Obstacle = (typeof OBSTACLES)[number]

/** The server refuses such steps, too. */
function obstacleOf({ script, bean, method }: TaskDefinitionDocument): Obstacle | undefined {
  const hasBean = Boolean(bean || method)
  if (script) return hasBean ? 'script and java' : undefined
  if (!hasBean) return 'nothing'
  return bean === BEAN ? undefined : 'java'
}

function inWordsOf(obstacle: Obstacle, steps: readonly FoundStep[]): string {
  const java = steps.length > 1 ? `Java steps (${namesOf(steps)})` : `a Java step (${namesOf(steps)})`
  switch (obstacle) {
    case 'java':
      return `${java}, which cannot run here`
    case 'script and java':
      return `a script and ${java} at once`
    case 'nothing':
      return 'neither a script nor a Java step'
  }
}

/** `bean foo, method bar`; of several steps `foo.bar, foo.baz`. */
function namesOf(steps: readonly FoundStep[]): string {
  const names = steps.map(({ it: { bean = '', method = '' } }) =>
    steps.length > 1 ? `${bean}.${method}` : `bean ${bean}, method ${method}`,
  )
  return listNearest(names)
}

function skipped(jobType: string, steps: readonly FoundStep[], why: string): PlanLine {
  return { does: 'skip', thing: stepsOf(jobType, steps), why }
}

/** `ACME_DELIVER step 200`, or `ACME_DELIVER steps 100, 200`. */
function stepsOf(jobType: string, steps: readonly FoundStep[]): string {
  const numbers = [...new Set(steps.map(({ it }) => it.step))].toSorted((a, b) => a - b)
  return `${jobType} ${numbers.length > 1 ? 'steps' : 'step'} ${listNearest(numbers.map(String))}`
}
