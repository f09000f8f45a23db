/** What the log of an attempt begins with. */
import type { LockedJob, LockedStep } from '../../../schema/queries/transition/lock-job.ts'
import { unknownKeyTexts } from '../declare/unknown-keys.ts'
import { attemptName } from '../transition/ending.ts'
import type { AttemptContext } from './attempt-context.ts'

/** Says which attempt it is; the first of a job also warns of metadata keys that its type does not know. */
export function sayFirstLines<Tools>(
  { report, parameters }: Pick<AttemptContext<Tools>, 'report' | 'parameters'>,
  job: LockedJob,
  step: LockedStep,
  attempt: number,
): void {
  const of = { job: job.id, attempt }
  // A transactional step that runs again after a conflict is still the same attempt.
  if (report.nextLine(attempt) > 1) return
  report.say(of, { level: 'info', text: attemptName(step) })
  if (!isFirst(job, step)) return
  // A type that is defined over the API declares no keys: its scripts read any.
  const known = parameters.get(job.type)
  for (const text of known ? unknownKeyTexts(known, job.metadata) : []) report.log(of, 'warning', text)
}

/**
 * The job as it was before the attempt. Of steps that start together, the one with the lowest number is
 * first.
 */
function isFirst({ started, steps }: LockedJob, { number, attempt, cleanup }: LockedStep): boolean {
  const isAfter = steps.some((other) => other.state === 'READY' && other.number < number)
  return !started && attempt === 0 && !cleanup && !isAfter
}
