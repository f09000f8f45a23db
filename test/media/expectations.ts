/** What the jobs make of the clips, kept in expectations.tsv so that a change shows as a difference. */
import { readFileSync } from 'node:fs'

/** What a job made of a clip. */
export interface Made {
  readonly state: 'FINISHED' | 'FINISHED_WARNING' | 'FAILED_TOTAL'
  /** Why it failed or warns. */
  readonly reason?: string
  /** The plan in words, without the preset. */
  readonly plan?: readonly string[]
  /** The file that it made: `mp4 2.0 s: h264 320×180 25, aac stereo`. */
  readonly file?: string
}

export interface Expectation extends Made {
  readonly clip: string
  readonly job: string
}

const FILE = new URL('expectations.tsv', import.meta.url)
const STEPS = ' | '

/** One line: clip, job, state, file, plan, reason. */
export function line({ clip, job, state, file = '', plan = [], reason = '' }: Expectation): string {
  return [clip, job, state, file, plan.join(STEPS), reason].join('\t')
}

export function expectations(): readonly Expectation[] {
  return readFileSync(FILE, 'utf8')
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => {
      const [clip = '', job = '', state = '', file = '', plan = '', reason = ''] = text.split('\t')
      return {
        ...{ clip, job, state: state as Made['state'], file, reason },
        plan: plan === '' ? [] : plan.split(STEPS),
      }
    })
}
