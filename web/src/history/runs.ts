/** Derives from the history when and where each attempt ran. Pure. */
import type { JobHistoryDocument } from '../../../schema/documents/job-history.ts'
import type { Wire } from '../api/wire.ts'
import { readTime } from '../time/say-time.ts'

export type Entry = Wire<JobHistoryDocument>['entry'][number]

/** One attempt of a step. Times are milliseconds since 1970. */
export interface Run {
  readonly started: number
  /** Absent while it is running. */
  readonly ended?: number
  /** The name of the node. */
  readonly node?: string
}

const STARTS: readonly string[] = ['started', 'started-asynchronously']
const ENDS: readonly string[] = ['finished', 'failed-retry', 'failed-fatal', 'must-wait', 'lost']

/** The runs of each step by number, in the order of their start, which is also that of its tasks. */
export type Runs = ReadonlyMap<number, readonly Run[]>

export function runsOf(entries: readonly Entry[]): Runs {
  const runs = new Map<number, Run[]>()
  for (const { step, event, timestamp, node } of entries) {
    if (step === undefined) continue
    const ofStep = runs.get(step) ?? []
    const last = ofStep.at(-1)
    runs.set(step, ofStep)
    if (STARTS.includes(event))
      ofStep.push({ started: readTime(timestamp), ...(node !== undefined && { node }) })
    else if (last && last.ended === undefined && ENDS.includes(event))
      ofStep[ofStep.length - 1] = { ...last, ended: readTime(timestamp) }
  }
  return runs
}
