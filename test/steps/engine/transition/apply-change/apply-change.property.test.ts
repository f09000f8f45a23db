import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { LockedJob } from '../../../../../schema/queries/transition/lock-job.ts'
import { isFinal } from '../../../../../schema/states.ts'
import { followsTheTables } from '../../farm/invariants.ts'
import { Model } from '../../farm/model.ts'
import { possible } from '../../farm/possible.ts'
import { holds } from '../../farm/sound-job.ts'
import { lockedJob } from '../locked-job.ts'

/** Valid graphs: each step depends only on earlier ones, and the first is not a clean-up step. */
const anyJob: fc.Arbitrary<LockedJob> = fc
  .record({
    held: fc.boolean(),
    steps: fc.array(
      fc.record({
        critical: fc.boolean(),
        cleanup: sometimes(),
        transactional: sometimes(),
        tries: fc.integer({ min: 1, max: 6 }),
        losses: fc.constantFrom(0, 0, 3, 4),
        after: fc.array(fc.nat(6), { maxLength: 2 }),
        alongside: fc.array(fc.nat(6), { maxLength: 1 }),
      }),
      { minLength: 1, maxLength: 7 },
    ),
  })
  .map(({ held, steps }) => {
    const given = steps.map(({ transactional, cleanup, after, alongside, ...step }, at) => {
      const earlier = (places: readonly number[]) =>
        places.filter((place) => place < at).map((place) => place + 1)
      const runsAs = transactional ? ('STARTED' as const) : ('STARTED_ASYNCHRONOUS' as const)
      const free = !held && !(cleanup && at > 0) && earlier(after).length + earlier(alongside).length === 0
      const own = {
        number: at + 1,
        state: free ? ('READY' as const) : ('NONE' as const),
        cleanup: cleanup && at > 0,
      }
      return { ...step, ...own, runsAs, after: earlier(after), alongside: earlier(alongside) }
    })
    return lockedJob(held ? 'HOLD' : 'READY', given)
  })

function sometimes(): fc.Arbitrary<boolean> {
  return fc.nat(3).map((one) => one === 0)
}

/** Applies the chosen changes to a job, and then only changes that lead to its end. */
function live(job: LockedJob, choices: readonly number[]): LockedJob {
  const model = new Model(job, followsTheTables)
  const happens = (choice: number, onward: boolean) => {
    const often = choice % 9 !== 0
    const now = possible(model).filter((one) => (onward ? one.onward : !(often && one.rare)))
    const one = now[Math.floor(choice / 9) % Math.max(now.length, 1)]
    if (one) model.happen(one)
    holds(model)
  }
  holds(model)
  for (const choice of choices) happens(choice, false)
  // Each step is placed, started and finished, perhaps after a request, a retry or a release: well below 200.
  for (let rest = 0; !isFinal(model.job.state) && rest < 200; rest += 1) {
    happens(rest * 9 + (choices[rest % choices.length] ?? 0), true)
  }
  return model.job
}

describe('A job under any sequence of changes', function () {
  this.timeout(20_000)

  it('follows the transition tables, never gets stuck, and ends', () => {
    fc.assert(
      fc.property(anyJob, fc.array(fc.nat(10_000), { maxLength: 80 }), (job, choices) => {
        const { state } = live(job, choices)
        assert.ok(isFinal(state), `the job remains ${state}`)
      }),
      { numRuns: 2_000 },
    )
  })
})
