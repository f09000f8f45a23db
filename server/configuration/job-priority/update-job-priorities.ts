/** Replaces the default priorities of job types: `PUT /configuration/job-priority`. */
import { JobPriorityConfigurationDocument } from '../../../schema/documents/job-priority.ts'
import { oneOfNearest } from '../../../schema/nearest.ts'
import type { QueueRules } from '../../../schema/queue.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import { operation } from '../../http/operation.ts'
import { refuseImmediate } from '../../job/request/refuse-immediate.ts'

export default operation({
  title: 'Update the default priorities of job types',
  description:
    'Replaces all of them; an empty document leaves none. They apply to jobs that are started without a priority: at once ' +
    'on this server, within a second on others. IMMEDIATE needs the role _super_access_user.',
  method: 'PUT',
  path: '/configuration/job-priority',
  role: '_administrator',
  accepts: JobPriorityConfigurationDocument,
  needsBody: true,
}).answer(async ({ body = { job: [] }, em, engine, user }) => {
  for (const { value } of body.job) refuseImmediate(value, user)
  const priorities = prioritiesOf(body, await engine.namesOfTypes(em))
  await engine.changeRules(em, () => ({ priorities }))
  return undefined
})

/** Throws `invalidInput` for the first job type that is unknown or occurs twice. */
function prioritiesOf(
  { job }: JobPriorityConfigurationDocument,
  known: readonly string[],
): QueueRules['priorities'] {
  for (const [position, { type }] of job.entries()) {
    const at = `JobPriorityConfigurationDocument.job[${position}].type`
    if (!known.includes(type))
      throw invalidInput(at, `expected ${oneOfNearest(known, type)}, got “${type}”`, type)
    if (job.findIndex((one) => one.type === type) < position)
      throw invalidInput(at, `expected each job type once, got a second “${type}”`, type)
  }
  return Object.fromEntries(job.map(({ type, value }) => [type, value]))
}
