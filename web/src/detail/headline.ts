/** The line below the name of a job. Pure. */
import { decodedIn } from '../about/about.ts'
import type { JobDetail } from '../api/wire.ts'
import type { Reason } from './reason/reason.ts'

/** Why it is not running, or where its steps run; empty if the job has ended. */
export function headlineOf({ finished, currentStep }: JobDetail, reason: Reason | undefined): string {
  if (finished !== undefined) return ''
  if (reason === undefined) return currentStep?.description ?? ''
  return decodedIn(reason.reason)
}
