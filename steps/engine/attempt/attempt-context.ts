import type { Database } from '../../../schema/sql/database.ts'
import type { Step } from '../declare/step.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Publish } from '../runtime/events.ts'
import type { Carrier } from './carry.ts'
import type { ChangeBatch } from './change-batch.ts'
import type { Report } from './report.ts'

/** What attempts need of the node they run on. */
export interface AttemptContext<Tools> {
  readonly database: Database
  readonly changes: ChangeBatch
  readonly carrier: Carrier
  readonly clock: Clock
  readonly report: Report
  readonly steps: ReadonlyMap<string, Step<Tools>>
  readonly tools: Tools
  readonly publish: Publish
  /** Wait before the first retry, ms. */
  readonly firstBackoffMs: number
  /** Called when an attempt has ended and been recorded: there may be room, and there may be steps to start. */
  readonly onEnded: () => void
}
