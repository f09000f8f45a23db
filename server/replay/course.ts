/** How a job went, from its documents: its end, and what each step did. Pure. */
import type { JobDocument } from '../../schema/documents/job.ts'
import type { JobHistoryDocument } from '../../schema/documents/job-history.ts'

export interface Course {
  readonly status: JobDocument['status']
  readonly failureCause?: string
  /** From its first step to its end, s; undefined if it has not ended. */
  readonly tookS: number | undefined
  readonly steps: readonly StepCourse[]
}

export interface StepCourse {
  readonly number: number
  readonly description: string
  readonly status: string
  readonly attempts: number
  /** All attempts together, without the waits between them, s. */
  readonly tookS: number
  readonly message?: string
}

export function courseOf(job: JobDocument, { entry }: JobHistoryDocument): Course {
  const began = entry.find(({ step }) => step !== undefined)?.timestamp
  const tasks = [...Map.groupBy(job.log?.task ?? [], ({ step }) => step)]
  return {
    status: job.status,
    ...(job.failureCause !== undefined && { failureCause: job.failureCause }),
    tookS: began && job.finished ? secondsBetween(began, job.finished) : undefined,
    steps: tasks.map(([number, runs]) => {
      const last = runs.at(-1)
      return {
        ...{
          number,
          description: last?.description ?? '',
          status: last?.status ?? 'NONE',
          attempts: runs.length,
        },
        tookS: timeOf(entry.filter(({ step }) => step === number)),
        ...(last?.errorMessage !== undefined && { message: last.errorMessage }),
      }
    }),
  }
}

/** An attempt runs from an event that leads to a STARTED state to the next that leads to none. */
function timeOf(entries: JobHistoryDocument['entry']): number {
  let began: Date | undefined
  let seconds = 0
  for (const { to, timestamp } of entries) {
    const runs = to.startsWith('STARTED')
    if (runs) began ??= timestamp
    else if (began) {
      seconds += secondsBetween(began, timestamp)
      began = undefined
    }
  }
  return seconds
}

function secondsBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 1_000
}
