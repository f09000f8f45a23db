/** Plans an import: compares what the source has with what the server has. Pure. */
import type { TaskDefinitionDocument } from '../../../schema/documents/task-definition.ts'
import type { Found, FoundIn, FoundStep } from '../source/found.ts'
import { planPools, planPriorities } from './plan-configuration.ts'
import { planGroups } from './plan-groups.ts'
import { allOf, type ImportPlan, planned } from './plan-line.ts'
import { planTypes } from './plan-types.ts'
import type { ImportTarget } from './target.ts'

/** Job types come first: priorities and task groups name them. */
export function planImport({ documents, lines }: Found, here: ImportTarget): ImportPlan {
  const tasks: FoundIn<TaskDefinitionDocument>[] = []
  const pools = []
  const priorities = []
  const groups = []
  for (const { from, document } of documents) {
    if (document.is === 'definitions') tasks.push(...document.task.map((it) => ({ from, it })))
    if (document.is === 'pools') pools.push({ from, it: document.pools })
    if (document.is === 'priorities') priorities.push({ from, it: document.priorities })
    if (document.is === 'groups') groups.push(...document.group.map((it) => ({ from, it })))
  }
  const types = planTypes(tasks.flatMap(placed), here.definitions)
  const created = types.filter(({ requests }) => requests.length > 0).map(({ jobType }) => jobType)
  const jobTypes = [...here.jobTypes, ...created]
  return allOf([
    { lines, requests: [] },
    ...tasks.filter((task) => placed(task).length === 0).map(placeless),
    ...types,
    planPools(pools, here.pools),
    planPriorities(priorities, here.priorities, jobTypes),
    ...planGroups(groups, here.groups, jobTypes),
  ])
}

/** The step, if the definition names its type and its number. */
function placed({ from, it }: FoundIn<TaskDefinitionDocument>): readonly FoundStep[] {
  const { step, jobType } = it
  return step === undefined || !jobType ? [] : [{ from, it: { ...it, step, jobType } }]
}

function placeless({ from, it: { jobType, step } }: FoundIn<TaskDefinitionDocument>): ImportPlan {
  const thing = `${jobType || 'a definition'}${step === undefined ? '' : ` step ${step}`} of ${from}`
  return planned({ does: 'fail', thing, why: jobType ? 'it has no step' : 'it names no job type' })
}
