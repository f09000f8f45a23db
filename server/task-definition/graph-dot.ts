/** Draws the graph of a job type in DOT: `GET /task-definition/jobtype/{type}/graph/dot`. */

import { notFound } from '../http/answer/fault.ts'
import { operation } from '../http/operation.ts'
import { graphOf } from './dot.ts'

export default operation({
  title: 'Retrieve the graph of a job type as DOT',
  description:
    'Solid edges: starts when the other step is finished. Dashed: when it signals that it may be joined.',
  method: 'GET',
  path: '/task-definition/jobtype/:type/graph/dot',
  role: '_taskdefinition_read',
  produces: 'text',
  plain: (verbatim) => ({ verbatim }),
}).answer(async ({ path: { type: name }, em, engine }) => {
  const type = await engine.typeNamed(em, name)
  if (!type) throw notFound('JobType', name, await engine.namesOfTypes(em))
  return graphOf(name, 'flaw' in type ? [] : type.stages)
})
