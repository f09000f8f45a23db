/** Describes why a job is not running. Pure. */
import type { Cause } from '../../../../schema/documents/job-reason.ts'
import { decodedIn } from '../../about/about.ts'
import type { Job } from '../../api/wire.ts'
import type { Tone } from '../../state/look.ts'
import { waitsFor } from '../../state/message.ts'
import { absolute, ahead, readTime } from '../../time/say-time.ts'
import type { IconName } from '../../ui/icons.ts'
import type { Reason } from './reason.ts'

export interface Standstill {
  readonly title: string
  readonly tone: Tone
  readonly icon: IconName
  readonly reason: string
  /** Further facts, as pairs of a name and a text. */
  readonly facts: readonly (readonly [name: string, text: string])[]
}

type Label = readonly [title: string, tone: Tone, icon: IconName]

/** The label of each cause; undefined if the job is running or has ended. */
const LABELS = {
  ended: undefined,
  running: undefined,
  starting: ['About to start', 'idle', 'ring'],
  aborting: ['Aborting', 'stopped', 'stop'],
  stopping: ['Stopping', 'stopped', 'stop'],
  'given-up': ['Ending: a limit was exceeded', 'bad', 'cross'],
  held: ['On hold', 'waiting', 'pause'],
  paused: ['Paused', 'waiting', 'pause'],
  'type-paused': ['Job type paused', 'waiting', 'pause'],
  'queue-paused': ['Queue paused', 'waiting', 'pause'],
  problem: ['Waiting for a problem to pass', 'waiting', 'hourglass'],
  retry: ['Waiting to retry', 'warning', 'hourglass'],
  'no-node': ['No node available', 'bad', 'warning'],
  'no-able-node': ['No node can run this job', 'bad', 'warning'],
  'slots-full': ['Queued', 'idle', 'hourglass'],
  'vram-full': ['Queued: GPU memory full', 'idle', 'hourglass'],
  'jobs-full': ['Queued: job limit reached', 'idle', 'hourglass'],
  'pool-full': ['Queued: job pool full', 'idle', 'hourglass'],
  'group-full': ['Queued: task group full', 'idle', 'hourglass'],
} as const satisfies Record<Cause, Label | undefined>

/**
 * `now`: ms since 1970. `waiting`: what the job waits for, as its document names it. Undefined for a job
 * that is running or has ended.
 */
export function standstillOf(answer: Reason, now: number, waiting?: Job['waiting']): Standstill | undefined {
  const label = LABELS[answer.cause]
  if (!label) return undefined
  const [usual, tone, icon] = label
  const title = answer.cause === 'problem' && waiting ? waitsFor(waiting) : usual
  return { title, tone, icon, reason: decodedIn(answer.reason), facts: factsOf(answer, now) }
}

function factsOf(answer: Reason, now: number): Standstill['facts'] {
  const { position, estimate, retryAfter, attempts = 0, maxRetries, cause, whatIf } = answer
  const when = (time: string) => `${ahead(readTime(time), now)} (${absolute(readTime(time))})`
  const isRetry = cause === 'retry' && maxRetries !== undefined
  return [
    ...(position === undefined ? [] : [['Queue position', String(position)] as const]),
    ...(estimate === undefined ? [] : [['Estimated start', when(estimate)] as const]),
    ...(retryAfter === undefined ? [] : [['Next retry', when(retryAfter)] as const]),
    ...(isRetry ? [['Attempts', `${attempts + 1} of ${maxRetries + 1} used`] as const] : []),
    ...(whatIf === undefined ? [] : [['What would help', whatIf] as const]),
  ]
}
