/** What a step sees of its job, and what it can report. */
import type { LockedJob, LockedStep } from '../../../schema/queries/transition/lock-job.ts'
import type { StepContext } from '../declare/step.ts'
import type { AttemptContext } from './attempt-context.ts'
import { jobData } from './job-data.ts'

export function stepContext<Tools>(
  { database, report, tools }: Pick<AttemptContext<Tools>, 'database' | 'report' | 'tools'>,
  job: LockedJob,
  { attempt, number }: LockedStep,
  more: Pick<StepContext<Tools>, 'run' | 'signal' | 'stop' | 'signalParallel'>,
): StepContext<Tools> {
  const of = { job: job.id, attempt: more.run }
  return {
    job: { id: job.id, type: job.type, user: job.user },
    metadata: job.metadata,
    ...{ attempt, number, tools },
    data: jobData(database, { jobId: job.id, run: more.run, step: number }),
    ...more,
    result: <T>(step: string) =>
      (job.steps.find(({ name }) => name === step)?.result ?? undefined) as T | undefined,
    progress: (value, total, unit) =>
      report.progress({ ...of, value, total: total ?? null, unit: unit ?? null }),
    log: (level, text) => report.log(of, level, text),
  }
}
