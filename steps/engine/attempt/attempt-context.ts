/** What attempts need of the agent they run in. */
import type { Database } from '../../../schema/sql/database.ts'
import type { Parameter } from '../declare/parameter.ts'
import type { Step } from '../declare/step.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Publish } from '../runtime/events.ts'
import type { Wake } from '../runtime/wake.ts'
import type { ChangeBatch } from './change-batch.ts'
import type { Report } from './report.ts'

export interface AttemptContext<Tools> {
  readonly database: Database
  readonly changes: ChangeBatch
  readonly clock: Clock
  readonly report: Report
  /** The code of a step, by its name. */
  readonly steps: { get(name: string): Step<Tools> | undefined }
  /** The metadata keys of each job type. */
  readonly parameters: ReadonlyMap<string, readonly Parameter[]>
  readonly tools: Tools
  readonly publish: Publish
  readonly wake: Wake
  /** Delay before the first retry, ms. */
  readonly firstBackoffMs: number
}
