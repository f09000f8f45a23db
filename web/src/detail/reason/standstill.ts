/** What keeps a job that is not running. Pure. */
import type { Cause } from '../../../../schema/documents/job-reason.ts'
import type { Tone } from '../../state/look.ts'
import { absolute, ahead, readTime } from '../../time/say-time.ts'
import type { IconName } from '../../ui/icons.ts'
import type { Reason } from './reason.ts'

export interface Standstill {
  readonly title: string
  readonly tone: Tone
  readonly icon: IconName
  readonly reason: string
  /** What else can be said, a name and a text each. */
  readonly facts: readonly (readonly [name: string, text: string])[]
}

type Label = readonly [title: string, tone: Tone, icon: IconName]

/** What each cause is label; undefined where nothing keeps the job. */
const LABELS = {
  ended: undefined,
  running: undefined,
  starting: ['About to start', 'idle', 'ring'],
  aborting: ['Aborting', 'stopped', 'stop'],
  stopping: ['Ending early', 'stopped', 'stop'],
  'given-up': ['Ending: a step has failed', 'bad', 'cross'],
  held: ['On hold', 'waiting', 'pause'],
  paused: ['Paused', 'waiting', 'pause'],
  'type-paused': ['Jobs of this type are paused', 'waiting', 'pause'],
  'queue-paused': ['The queue is paused', 'waiting', 'pause'],
  problem: ['Waiting for a problem to pass', 'waiting', 'hourglass'],
  retry: ['Waiting for its next try', 'warning', 'hourglass'],
  'no-node': ['No machine is there to run it', 'bad', 'warning'],
  'no-able-node': ['No machine can run it', 'bad', 'warning'],
  'slots-full': ['In the queue', 'idle', 'hourglass'],
  'vram-full': ['In the queue for a graphics card', 'idle', 'hourglass'],
  'jobs-full': ['In the queue: as many jobs run as may', 'idle', 'hourglass'],
  'pool-full': ['In the queue: its job pool is full', 'idle', 'hourglass'],
  'group-full': ['In the queue: its task group is full', 'idle', 'hourglass'],
} as const satisfies Record<Cause, Label | undefined>

/** `now`: ms since 1970. Undefined for a job that runs or is over. */
export function standstillOf(answer: Reason, now: number): Standstill | undefined {
  const label = LABELS[answer.cause]
  if (!label) return undefined
  const [title, tone, icon] = label
  return { title, tone, icon, reason: answer.reason, facts: factsOf(answer, now) }
}

function factsOf(answer: Reason, now: number): Standstill['facts'] {
  const { position, estimate, retryAfter, attempts = 0, maxRetries, cause, whatIf } = answer
  const when = (time: string) => `${ahead(readTime(time), now)} (${absolute(readTime(time))})`
  const tries = cause === 'retry' && maxRetries !== undefined
  return [
    ...(position === undefined ? [] : [['Place in the queue', String(position)] as const]),
    ...(estimate === undefined ? [] : [['Likely to start', when(estimate)] as const]),
    ...(retryAfter === undefined ? [] : [['Tried again', when(retryAfter)] as const]),
    ...(tries ? [['Tries', `${attempts + 1} of ${maxRetries + 1} used`] as const] : []),
    ...(whatIf === undefined ? [] : [['What would help', whatIf] as const]),
  ]
}
