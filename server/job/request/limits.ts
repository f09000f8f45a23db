import type { Limits } from '../../../steps/engine/declare/job-type.ts'
import { integerFrom } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'

/** A year. */
const LONGEST_S = 366 * 86_400

/** What bounds a job (ours). */
export const LIMITS = {
  queueTimeLimit: parameter(
    integerFrom(1, LONGEST_S),
    undefined,
    'How long the job may queue before its first step starts, HOLD and pauses of the job left out, s; past it the job is FAILED_TOTAL. Default: as long as it takes.',
  ),
  runTimeLimit: parameter(
    integerFrom(1, LONGEST_S),
    undefined,
    'How long the job may take from its first start, waiting included, s; past it the job is FAILED_TOTAL. Default: as long as it takes.',
  ),
  maxRetries: parameter(
    integerFrom(0, 1_000),
    undefined,
    'How often each step is tried again. Default: what the step declares, mostly 5.',
  ),
  retryBackoff: parameter(
    integerFrom(0, 86_400),
    undefined,
    'Wait before the first retry of a step, s; each further one waits twice as long. Default: the setting RETRY_BACKOFF.',
  ),
}

/** What was asked for; the rest is left to the type. */
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
