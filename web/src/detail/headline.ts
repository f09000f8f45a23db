/** The line below the name of a job. Pure. */
import { decodedIn } from '../about/about.ts'
import type { JobDetail } from '../api/wire.ts'
import { waitsFor } from '../state/message.ts'
import type { Reason } from './reason/reason.ts'

/** Why it is not running, or where its steps run; empty if the job has ended. */
export function headlineOf(
  { finished, waiting, currentStep }: JobDetail,
  reason: Reason | undefined,
): string {
  if (finished !== undefined) return ''
  if (waiting !== undefined) return waitsFor(waiting)
  if (reason === undefined) return currentStep?.description ?? ''
  return decodedIn(reason.reason)
}
