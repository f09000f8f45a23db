/** Generates docs/job-types.md: every job type with its metadata and its graph of steps. */
import { BEAN } from '../../steps/engine/declare/definition.ts'
import { type JobType, type Stage, stepsOf } from '../../steps/engine/declare/job-type.ts'
import type { Parameter } from '../../steps/engine/declare/parameter.ts'
import { RESERVED_KEYS } from '../../steps/engine/declare/reserved-keys.ts'
import { DEFAULT_TRIES } from '../../steps/engine/declare/step.ts'
import { code, codes, mermaid, NONE, type Page, page, table } from './markdown.ts'

export function jobTypesPage<Tools>(jobTypes: readonly JobType<Tools>[]): Page {
  return page('docs/job-types.md', 'Job types', 'steps/job-types/', [
    INTRODUCTION,
    ...jobTypes.flatMap(section),
    '## Job types of your own',
    OWN,
    table(['`method`', 'What it does', 'Runs as', 'In'], builtInSteps(jobTypes)),
    '## Reserved metadata',
    RESERVED,
    table(PARAMETER, RESERVED_KEYS.map(parameterRow)),
  ])
}

const INTRODUCTION = `A job type is a graph of steps. A step starts when the steps under *After* are FINISHED
and those under *Alongside* have signaled; a step without dependencies starts at once. The failure of a
critical step ends the job FAILED_TOTAL, that of any other step FINISHED_WARNING. Clean-up steps run only when
a job fails or is aborted. A step that runs as STARTED is short and runs in one transaction; a step that runs
as STARTED_ASYNCHRONOUS takes a slot of a node.`

const OWN = `A job type can be defined over the API, with the documents and paths of Vidispine's task definitions
([api.md](api.md)). Each of its steps is a [script](scripts.md), or one of the built-in steps below, named by the \`bean\` \`${BEAN}\` and the
\`method\`. A built-in step may occur once in a type. It reads the metadata of the job that it needs, such as \`sourceUri\`, and
the results of the steps that precede it in its own job type: a transcode needs \`probe-file\` before it and \`check-output\` after
it. A job type is checked as a whole when it is written; jobs keep the definitions that they were created with.`

function builtInSteps<Tools>(jobTypes: readonly JobType<Tools>[]): readonly (readonly string[])[] {
  return [...stepsOf(jobTypes).values()].map(({ name, description, runsAs }) => [
    ...[code(name), description, runsAs],
    jobTypes
      .filter(({ stages }) => stages.some(({ step }) => step.name === name))
      .map((type) => type.name)
      .join(', '),
  ])
}

const RESERVED = `These keys are checked and stored for jobs of every type. Other keys are stored unchecked;
prefix yours with the name of your application.`

const PARAMETER = ['Metadata', 'Required', 'Values', 'Description']

function section<Tools>({ name, description, parameters, stages }: JobType<Tools>): readonly string[] {
  return [
    `## ${name}`,
    description,
    ...(parameters.length > 0 ? [table(PARAMETER, parameters.map(parameterRow))] : []),
    mermaid(['flowchart LR', ...stages.flatMap(graph)]),
    table(
      ['Number', 'Step', 'What it does', 'Runs as', 'Tries', 'After', 'Alongside', 'Critical', 'Clean-up'],
      stages.map(row),
    ),
  ]
}

function parameterRow({ key, required, values, form, description }: Parameter): readonly string[] {
  return [code(key), yes(required), values ? codes(values) : (form?.expected ?? 'any'), description]
}

function graph<Tools>({
  number,
  step,
  after = [],
  alongside = [],
  critical = true,
  cleanup = false,
}: Stage<Tools>): readonly string[] {
  const label = `"${number}<br>${step.name}"`
  const node = cleanup
    ? `s${number}([${label}])`
    : critical
      ? `s${number}[${label}]`
      : `s${number}[/${label}/]`
  return [
    `  ${node}`,
    ...after.map((earlier) => `  s${earlier} --> s${number}`),
    ...alongside.map((earlier) => `  s${earlier} -. signals .-> s${number}`),
  ]
}

function row<Tools>(stage: Stage<Tools>): readonly string[] {
  const { number, step, after = [], alongside = [], critical = true, cleanup = false } = stage
  return [
    String(number),
    code(step.name),
    step.description,
    step.runsAs,
    String(step.tries ?? DEFAULT_TRIES),
    after.join(', ') || NONE,
    alongside.join(', ') || NONE,
    yes(critical),
    yes(cleanup),
  ]
}

function yes(is: boolean): string {
  return is ? 'yes' : 'no'
}
