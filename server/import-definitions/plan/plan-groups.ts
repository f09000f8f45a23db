/** Plans task groups, each as a whole document. Pure. */
import { writeJson } from '../../../schema/codec/json/json.ts'
import { TaskGroupDocument } from '../../../schema/documents/task-group.ts'
import type { FoundIn } from '../source/found.ts'
import { disagreement } from './disagreement.ts'
import { isSameGroup } from './normal-form.ts'
import { type ImportPlan, planned, plannedBy } from './plan-line.ts'

/** `jobTypes`: those that exist after the import. */
export function planGroups(
  found: readonly FoundIn<TaskGroupDocument>[],
  here: readonly TaskGroupDocument[],
  jobTypes: readonly string[],
): readonly ImportPlan[] {
  return [...Map.groupBy(found, ({ it }) => it.name ?? '')].map(([name, groups]) => {
    const thing = `task group ${name}`
    const wrong = name === '' ? nameless(groups) : disagreement(thing, groups, isSameGroup)
    const [first] = groups
    if (!first || wrong) return planned(wrong ?? nameless(groups))
    const why = unsuited(first.it, jobTypes)
    if (why !== undefined) return planned({ does: 'skip', thing, why })
    const before = here.find((one) => one.name === name)
    if (before && isSameGroup(first.it, before)) return planned({ does: 'unchanged', thing })
    const { loc: _loc, running: _running, ...group } = first.it
    const body = writeJson(TaskGroupDocument, group)
    const does = before ? 'replace' : 'create'
    return plannedBy(`PUT /task-group/${encodeURIComponent(name)}`, body, { does, thing })
  })
}

function nameless(groups: readonly FoundIn<TaskGroupDocument>[]) {
  const from = groups.map((one) => one.from).join(', ')
  return { does: 'fail', thing: `a task group of ${from}`, why: 'it has no name' } as const
}

/** Without these criteria, a group would match other jobs than in its source. So it is left out. */
function unsuited({ job }: TaskGroupDocument, jobTypes: readonly string[]): string | undefined {
  const unknown = job.flatMap(({ type }) => type).find((type) => !jobTypes.includes(type))
  if (unknown !== undefined) return `it is for jobs of type ${unknown}, and there is no such job type here`
  const [users] = job.flatMap(({ group }) => group)
  return users === undefined ? undefined : `it is for the group of users ${users}, and there are none here`
}
