/** Describes the current situation of a job in one line. Pure. */
import { nameOf, pathOf, sentenceFrom } from '../about/about.ts'
import { datum } from '../api/datum.ts'
import type { Job } from '../api/wire.ts'
import { whyOf } from '../detail/reason/ending.ts'
import { roughly } from '../time/say-time.ts'
import { timesOf } from '../time/times-of.ts'
import { isStopped } from './look.ts'
import { leftMs, percent } from './progress.ts'

/**
 * Why it failed, why it waits, or the time left; empty if there is nothing to say. `share`: its progress,
 * 0 … 1. The sentence depends on the current time, ms since 1970.
 */
export function messageOf(job: Job, share: number | undefined): (now: number) => string {
  const fixed = fixedMessage(job)
  if (fixed !== undefined) return () => fixed
  return (now) => {
    const left = leftMs(share, timesOf(job, now).ranMs)
    const done = share === undefined || share === 0 ? [] : [percent(share)]
    const ahead = left === undefined ? [job.currentStep?.description ?? ''] : [`${roughly(left)} left`]
    return [...done, ...ahead].filter((part) => part !== '').join(' · ')
  }
}

/** Undefined for a running job, whose message changes as time passes. */
function fixedMessage(job: Job): string | undefined {
  const { status, finished, waiting, paused, reason, log } = job
  if (finished !== undefined) {
    if (isStopped(job)) return datum(job, 'partialOutput') === 'true' ? 'Partial' : ''
    if (status === 'ABORTED') return sentenceFrom(whyOf(reason))
    const error = datum(job, 'errorMessage')
    if (error !== undefined) return sentenceFrom(error)
    if (status !== 'FINISHED_WARNING') return ''
    return sentenceFrom(
      log?.task.findLast(({ errorMessage }) => errorMessage !== undefined)?.errorMessage ?? '',
    )
  }
  if (paused !== undefined) return `Paused by ${paused}`
  if (status === 'STARTED' || status === 'VIDINET_JOB') return undefined
  if (waiting !== undefined) return waitsFor(waiting)
  return reason ?? ''
}

/** The server words a requirement as `to …`, to follow its resource. */
export function waitsFor({
  resourceId,
  resourceType,
  requirement = '',
}: NonNullable<Job['waiting']>): string {
  if (resourceId === undefined) return requirement
  if (resourceType === 'FILE' && requirement === 'to exist')
    return `Waiting for a file: ${nameOf(pathOf(resourceId))}`
  return `Waiting for ${pathOf(resourceId)} ${requirement}`.trim()
}
