/** The line below the name of a job. Pure. */
import type { JobDetail } from '../api/wire.ts'
import type { Reason } from './reason/reason.ts'

/** Says where the steps run; empty if the job has ended, or if another box explains its state. */
export function headlineOf({ finished, currentStep }: JobDetail, reason: Reason | undefined): string {
  if (finished !== undefined) return ''
  if (reason === undefined) return currentStep?.description ?? ''
  return reason.cause === 'running' ? reason.reason : ''
}
