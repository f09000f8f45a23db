/** Query parameters that limit a job: its queue time, run time and retries. */
import type { Limits } from '../../../steps/engine/declare/job-type.ts'
import { integerFrom } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'

/** A leap year. */
const LONGEST_S = 366 * 86_400

/** Limits of one job (Callsheet extensions). */
export const LIMITS = {
  queueTimeLimit: parameter(
    integerFrom(1, LONGEST_S),
    undefined,
    'Maximum time in the queue before the first step starts, in seconds, not counting HOLD and pauses of ' +
      'the job. A job that exceeds it is FAILED_TOTAL. Default: no limit.',
  ),
  runTimeLimit: parameter(
    integerFrom(1, LONGEST_S),
    undefined,
    'Maximum time from the first start of the job, waiting included, in seconds. ' +
      'A job that exceeds it is FAILED_TOTAL. Default: no limit.',
  ),
  maxRetries: parameter(
    integerFrom(0, 1_000),
    undefined,
    'Maximum number of retries of each step. Default: as the step declares, usually 5.',
  ),
  retryBackoff: parameter(
    integerFrom(0, 86_400),
    undefined,
    'Delay before the first retry of a step, in seconds; it doubles with each further retry. ' +
      'Default: the setting RETRY_BACKOFF.',
  ),
}

/** The limits that were given; the job type decides the others. */
export function limitsOf(query: {
  readonly queueTimeLimit: number | undefined
  readonly runTimeLimit: number | undefined
  readonly maxRetries: number | undefined
  readonly retryBackoff: number | undefined
}): Limits {
  const asked = {
    ...{ queueS: query.queueTimeLimit, runS: query.runTimeLimit },
    ...{ maxRetries: query.maxRetries, backoffS: query.retryBackoff },
  }
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined))
}
