/** Draws the graph of a job type: `GET /task-definition/jobtype/{type}/graph`, and as DOT. */
import { invalidInput } from '../http/answer/fault.ts'
import { operation } from '../http/operation.ts'
import { findJobType } from '../jobtype/find-job-type.ts'
import { graphOf } from './dot.ts'

const EDGES =
  'Solid edges: a step starts when the other one is finished. Dashed: when it signals that it may be joined.'

export const drawTheGraph = operation({
  title: 'Retrieve the graph of a job type as a picture',
  description: EDGES,
  method: 'GET',
  path: '/task-definition/jobtype/:type/graph',
  role: '_taskdefinition_read',
  produces: 'png',
}).answer(async ({ path: { type }, em, engine, tools, signal }) => {
  const { stages } = await findJobType(em, engine, type)
  if (stages.length > MOST_DRAWN)
    throw invalidInput('type', `${type} has ${stages.length} steps; at most ${MOST_DRAWN} are drawn`, type)
  const drawn = await tools.tasks.run('draw-graph', { dot: graphOf(type, stages) }, signal)
  if ('ended' in drawn) throw signal.reason
  return drawn
})

/** The layout of more would take minutes. */
const MOST_DRAWN = 200

export const retrieveTheGraph = operation({
  title: 'Retrieve the graph of a job type as DOT',
  description: EDGES,
  method: 'GET',
  path: '/task-definition/jobtype/:type/graph/dot',
  role: '_taskdefinition_read',
  produces: 'text',
  plain: (verbatim) => ({ verbatim }),
}).answer(async ({ path: { type }, em, engine }) =>
  graphOf(type, (await findJobType(em, engine, type)).stages),
)
