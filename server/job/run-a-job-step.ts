/** Runs one step of a held job: `POST /job/{jobId}/step/{step}/run`. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { readJobStatus } from '../../schema/queries/jobs/job-status.ts'
import { invalidInput, notFound } from '../http/answer/fault.ts'
import { operation } from '../http/operation.ts'
import { findJob } from './request/find-job.ts'

export default operation({
  title: 'Run a job step',
  description:
    'Starts one step of a job in HOLD as soon as it can be admitted. ' +
    'The job stays in HOLD until all its steps have ended.',
  method: 'POST',
  path: '/job/:jobId/step/:step/run',
  role: '_job_write',
}).answer(async ({ path, em, engine, user }) => {
  const { id } = await findJob(em, path.jobId, { metadata: false, steps: false })
  const number = /^[1-9][0-9]{0,8}$/.test(path.step) ? Number(path.step) : undefined
  const refused =
    number === undefined ? ({ unknown: true } as const) : await engine.runStep(id, number, user.name)
  if (refused && 'unknown' in refused) throw notFound('JobStep', path.step, await stepsOf(em, id))
  if (refused) throw invalidInput('step', refused.reason, path.step)
  return undefined
})

async function stepsOf(em: EntityManager, id: number): Promise<readonly string[] | undefined> {
  return (await readJobStatus(em, id))?.steps.map(({ number }) => String(number))
}
