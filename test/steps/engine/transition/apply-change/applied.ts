/** Tables of changes, and the transitions that follow from them. */

import assert from 'node:assert/strict'
import type { WrittenChange } from '../../../../../schema/queries/transition/change-rows.ts'
import type { LockedJob } from '../../../../../schema/queries/transition/lock-job.ts'
import { applyChange } from '../../../../../steps/engine/transition/apply-change.ts'
import type { Change } from '../../../../../steps/engine/transition/requested-change.ts'
import type { GivenStep } from '../locked-job.ts'

export type Row = readonly [what: string, job: LockedJob, change: Change, history: readonly string[]]

export function table(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    for (const [what, job, change, history] of rows) {
      it(what, () => assert.deepEqual(moves(applyChange(job, change)), history))
    }
  })
}

/** The transitions in order: `2 READY→STARTED`, `job STARTED→FINISHED`. */
export function moves({ history }: WrittenChange): readonly string[] {
  return history
    .filter(({ was, became }) => was !== became)
    .map(({ step, was, became }) => `${step ?? 'job'} ${was}→${became}`)
}

export const CLEANUP: GivenStep = { number: 9, state: 'NONE', cleanup: true }
export const RUN = { run: 1, nodeId: 7 } as const
export const FAILED = {
  transitions: [{ number: 1, event: 'failed-fatal', reason: 'corrupt' }],
  dropped: [1],
  cause: 'corrupt',
} as const
