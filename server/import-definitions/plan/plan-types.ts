/** Plans the steps of job types, and the requests that write them. Pure. */
import { writeJson } from '../../../schema/codec/json/json.ts'
import {
  TaskDefinitionDocument,
  TaskDefinitionListDocument,
} from '../../../schema/documents/task-definition.ts'
import { vertexOf } from '../../../steps/engine/declare/definition.ts'
import { resolved } from '../../../steps/engine/declare/graph.ts'
import type { FoundStep } from '../source/found.ts'
import { leftOut } from './left-out.ts'
import { isSameDefinition } from './normal-form.ts'
import type { ImportPlan, PlanLine, PlannedRequest } from './plan-line.ts'

/** The plan of one job type. */
export interface TypePlan extends ImportPlan {
  readonly jobType: string
}

/** `here`: the definitions of the server. */
export function planTypes(
  found: readonly FoundStep[],
  here: readonly TaskDefinitionDocument[],
): readonly TypePlan[] {
  const types = Map.groupBy(found, ({ it }) => it.jobType)
  return [...types].map(([jobType, steps]) => {
    const ofType = here.filter((one) => one.jobType === jobType)
    const reasons = leftOut(jobType, steps, ofType)
    return reasons.length > 0 ? { jobType, lines: reasons, requests: [] } : planType(jobType, steps, ofType)
  })
}

function planType(
  jobType: string,
  found: readonly FoundStep[],
  here: readonly TaskDefinitionDocument[],
): TypePlan {
  const byStep = new Map(found.map(({ it }) => [it.step, it] as const))
  const changes = [...byStep.values()]
    .toSorted((one, other) => one.step - other.step)
    .map((definition) => changeOf(definition, here))
  return { jobType, lines: changes.map(({ line }) => line), requests: [requestsFor(jobType, changes, here)] }
}

interface StepLine {
  readonly line: PlanLine
  readonly definition: FoundStep['it']
}

function changeOf(definition: FoundStep['it'], here: readonly TaskDefinitionDocument[]): StepLine {
  const before = here.find(({ step }) => step === definition.step)
  const does = before ? (isSameDefinition(before, definition) ? 'unchanged' : 'replace') : 'create'
  return { definition, line: { does, thing: `${definition.jobType} step ${definition.step}` } }
}

/**
 * The server checks the type after each request. So a step is written after those that it depends on, and
 * new steps that follow one another are one request: a new type is a single one.
 */
function requestsFor(
  jobType: string,
  changes: readonly StepLine[],
  here: readonly TaskDefinitionDocument[],
): readonly PlannedRequest[] {
  const kept = here.filter(({ step }) => !changes.some(({ definition }) => definition.step === step))
  const vertices = [...changes.map(({ definition }) => definition), ...kept]
    .map((definition) => vertexOf({ ...definition, step: definition.step ?? 0 }))
    .toSorted((one, other) => one.number - other.number)
  const written = resolved(vertices)
    .flatMap(({ number }) => changes.find(({ definition }) => definition.step === number) ?? [])
    .filter(({ line }) => line.does !== 'unchanged')
  return runsOf(written).map((run) => requestFor(jobType, run))
}

/** New steps that follow one another are one run; every other step is a run of its own. */
function runsOf(changes: readonly StepLine[]): readonly (readonly StepLine[])[] {
  const runs: StepLine[][] = []
  for (const change of changes) {
    const last = runs.at(-1)
    if (change.line.does === 'create' && last?.[0]?.line.does === 'create') last.push(change)
    else runs.push([change])
  }
  return runs
}

/** Without the ids, which are those of the source. */
function requestFor(jobType: string, run: readonly StepLine[]): PlannedRequest {
  const lines = run.map(({ line }) => line)
  const task = run.map(({ definition: { id: _id, ...definition } }) => definition)
  const [first] = task
  if (first && lines[0]?.does === 'replace') {
    const path = `/task-definition/jobtype/${encodeURIComponent(jobType)}/step/${first.step}`
    return { lines, line: `PUT ${path}`, body: writeJson(TaskDefinitionDocument, first) }
  }
  return { lines, line: 'POST /task-definition', body: writeJson(TaskDefinitionListDocument, { task }) }
}
