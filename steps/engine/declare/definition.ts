/** Turns the definitions of a job type, as stored, into a job type that runs. Pure. */
import { keyValuesOf } from '../../../schema/metadata/key-values.ts'
import type { StoredDefinition } from '../../../schema/queries/definitions/definitions.ts'
import { isScriptName, scriptName } from '../../../schema/queries/definitions/scripts.ts'
import { type Dependency, flawOf, type Vertex } from './graph.ts'
import { type DeclaredStage, type JobType, jobType } from './job-type.ts'
import { fatal, type Outcome, type Step } from './step.ts'

/** A step as its document defines it (wire.md §11.1). */
export interface StepDefinition {
  readonly step: number
  readonly description?: string | undefined
  readonly dependency?: DefinedDependency | undefined
  readonly parallelDependency?: DefinedDependency | undefined
  readonly cleanup?: boolean | undefined
  /** Default true. */
  readonly critical?: boolean | undefined
  readonly script?: string | undefined
  readonly metadata?:
    | { readonly field: readonly { readonly key: string; readonly value: string }[] }
    | undefined
  readonly bean?: string | undefined
  readonly method?: string | undefined
}

interface DefinedDependency {
  readonly step?: number | undefined
  readonly previous?: boolean | undefined
  readonly allPrevious?: boolean | undefined
}

/** The `bean` of built-in steps; `method` is the name of the step. */
export const BEAN = 'callsheet'

/**
 * `steps`: the built-in steps, by name. `flaw`: why the definitions are invalid, as a clause that names the
 * step.
 */
export function definedType<Tools>(
  name: string,
  definitions: readonly StoredDefinition[],
  steps: ReadonlyMap<string, Step<Tools>>,
): JobType<Tools> | { readonly flaw: string } {
  const stages: DeclaredStage<Tools>[] = []
  for (const definition of definitions.map(stepDefinitionOf)) {
    const step = stepOf(definition, steps)
    if ('flaw' in step) return { flaw: `step ${definition.step}: ${step.flaw}` }
    stages.push(stageOf(definition, step))
  }
  const flaw = twiceIn(stages) ?? flawOf(stages)
  if (flaw !== undefined) return { flaw }
  return { ...jobType<Tools>(name, `Job type ${name}, defined over the API.`, stages), isOpen: true }
}

export function stepDefinitionOf({ step, definition }: StoredDefinition): StepDefinition {
  return { ...definition, step }
}

function stageOf<Tools>(definition: StepDefinition, step: Step<Tools>): DeclaredStage<Tools> {
  const { description, critical } = definition
  return {
    ...vertexOf(definition),
    step: description === undefined || description === '' ? step : { ...step, description },
    ...(critical === false && { critical }),
  }
}

/** The place of a step in the graph of its type. */
export function vertexOf({ step, dependency, parallelDependency, cleanup }: StepDefinition): Vertex {
  const after = dependenciesOf(dependency)
  const alongside = dependenciesOf(parallelDependency)
  return {
    number: step,
    ...(after.length > 0 && { after }),
    ...(alongside.length > 0 && { alongside }),
    ...(cleanup === true && { cleanup }),
  }
}

function dependenciesOf({ step, previous, allPrevious }: DefinedDependency = {}): readonly Dependency[] {
  return [
    ...(step === undefined || step === 0 ? [] : [step]),
    ...(previous ? (['previous'] as const) : []),
    ...(allPrevious ? (['allPrevious'] as const) : []),
  ]
}

function stepOf<Tools>(
  { script, metadata, bean, method }: StepDefinition,
  steps: ReadonlyMap<string, Step<Tools>>,
): Step<Tools> | { readonly flaw: string } {
  const isScript = script !== undefined && script !== ''
  if (isScript && (bean || method)) return { flaw: 'it has a script, and a bean or method as well' }
  if (isScript) return scriptStep(scriptName({ source: script, metadata: metadataOf(metadata) }), NOT_HERE)
  if (!bean && !method) return { flaw: 'it has no script, and no bean with a method' }
  const builtIn = bean === BEAN ? steps.get(method ?? '') : undefined
  if (builtIn) return builtIn
  const names = [...steps.keys()].join(', ')
  return {
    flaw: `expected the bean ${BEAN} with one of the methods ${names}, got “${bean ?? ''}” with “${method ?? ''}”`,
  }
}

/** Results are found by the name of the step that made them. */
function twiceIn<Tools>(stages: readonly DeclaredStage<Tools>[]): string | undefined {
  const builtIn = stages.filter(({ step }) => !isScriptName(step.name)).map(({ step }) => step.name)
  const twice = builtIn.find((name, at) => builtIn.indexOf(name) !== at)
  return twice === undefined ? undefined : `the built-in step ${twice} occurs twice`
}

/** The step that runs the script of this name. */
export function scriptStep<Tools>(name: string, run: AsynchronousRun<Tools>): Step<Tools> {
  return { name, description: 'Running a script.', runsAs: 'STARTED_ASYNCHRONOUS', run }
}

type AsynchronousRun<Tools> = Extract<Step<Tools>, { readonly runsAs: 'STARTED_ASYNCHRONOUS' }>['run']

/** For the process that only creates jobs. */
const NOT_HERE = async (): Promise<Outcome> => fatal('scripts run on step agents')

export function metadataOf(metadata: StepDefinition['metadata']): Readonly<Record<string, string>> {
  return keyValuesOf(metadata?.field ?? [])
}
