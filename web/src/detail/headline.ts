/** What a job is at, below its name. Pure. */
import type { JobDetail } from '../api/wire.ts'
import type { Reason } from './reason/reason.ts'

/** Where its steps run; empty where a box of its own says what is going on, or nothing is. */
export function headlineOf({ finished, currentStep }: JobDetail, reason: Reason | undefined): string {
  if (finished !== undefined) return ''
  if (reason === undefined) return currentStep?.description ?? ''
  return reason.cause === 'running' ? reason.reason : ''
}
