/** What a client can request of a live job, and what it changes; decided under the lock of the job. */
import { isRunning } from '../../schema/states.ts'
import type { Decide } from './transition/change-job.ts'
import { abortedAgain } from './transition/cleanup.ts'

export interface AbortRequest {
  readonly user: string
  readonly reason: string | null
  readonly cleanup: boolean
}

export type ControlRequest =
  | ({ readonly control: 'abort' } & AbortRequest)
  | { readonly control: 'stop' | 'pause' | 'resume'; readonly user: string }

/** Decides what a request changes; undefined if nothing. Pure. */
export function controlling(request: ControlRequest): Decide {
  const { user } = request
  switch (request.control) {
    case 'abort':
      return aborting(request)
    case 'stop':
      return stopping(user)
    case 'pause':
      return (job) =>
        job.abort || job.paused ? undefined : { pause: { user }, user, cause: `paused by ${user}` }
    case 'resume':
      return (job) => (job.paused ? { resume: true, user, cause: `resumed by ${user}` } : undefined)
  }
}

function aborting({ user, reason, cleanup }: AbortRequest): Decide {
  const abort = { user, reason, cleanup }
  return (job) =>
    job.abort ? abortedAgain(job, abort) : { abort, user, cause: reason ?? `aborted by ${user}` }
}

function stopping(user: string): Decide {
  return (job) => {
    if (job.abort || job.stop) return undefined
    if (job.steps.some(({ state }) => isRunning(state))) return { stop: { user }, user }
    const reason = 'stopped before a step was running'
    return { abort: { user, reason, cleanup: true }, user, cause: reason }
  }
}
