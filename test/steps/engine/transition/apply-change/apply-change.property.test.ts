import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { LockedJob } from '../../../../../schema/queries/transition/lock-job.ts'
import { isFinal } from '../../../../../schema/states.ts'
import { followsTheTables } from '../../farm/invariants.ts'
import { Model } from '../../farm/model.ts'
import { possible } from '../../farm/possible.ts'
import { holds } from '../../farm/sound-job.ts'
import { lockedJob } from '../locked-job.ts'

/** Graphs as job types can be: each step depends on earlier ones, and the first is no clean-up step. */
const anyJob: fc.Arbitrary<LockedJob> = fc
  .record({
    held: fc.boolean(),
    steps: fc.array(
      fc.record({
        critical: fc.boolean(),
        cleanup: sometimes(),
        short: sometimes(),
        tries: fc.integer({ min: 1, max: 6 }),
        losses: fc.constantFrom(0, 0, 3, 4),
        after: fc.array(fc.nat(6), { maxLength: 2 }),
        alongside: fc.array(fc.nat(6), { maxLength: 1 }),
      }),
      { minLength: 1, maxLength: 7 },
    ),
  })
  .map(({ held, steps }) => {
    const given = steps.map(({ short, cleanup, after, alongside, ...step }, at) => {
      const earlier = (places: readonly number[]) =>
        places.filter((place) => place < at).map((place) => place + 1)
      const runsAs = short ? ('STARTED' as const) : ('STARTED_ASYNCHRONOUS' as const)
      const free = !held && !(cleanup && at > 0) && earlier(after).length + earlier(alongside).length === 0
      const stands = {
        number: at + 1,
        state: free ? ('READY' as const) : ('NONE' as const),
        cleanup: cleanup && at > 0,
      }
      return { ...step, ...stands, runsAs, after: earlier(after), alongside: earlier(alongside) }
    })
    return lockedJob(held ? 'HOLD' : 'READY', given)
  })

function sometimes(): fc.Arbitrary<boolean> {
  return fc.nat(3).map((one) => one === 0)
}

/** Lets a job live through what the choices say, and then, undisturbed, come to its end. */
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
  // A step is placed, begun and finished, and may first have to be asked for, tried again or let go: far fewer than this.
  for (let rest = 0; !isFinal(model.job.state) && rest < 200; rest += 1) {
    happens(rest * 9 + (choices[rest % choices.length] ?? 0), true)
  }
  return model.job
}

describe('Whatever happens to a job', function () {
  this.timeout(20_000)

  it('it follows the tables, never gets stuck, and comes to an end', () => {
    fc.assert(
      fc.property(anyJob, fc.array(fc.nat(10_000), { maxLength: 80 }), (job, choices) => {
        const { state } = live(job, choices)
        assert.ok(isFinal(state), `undisturbed, the job is left ${state}`)
      }),
      { numRuns: 2_000 },
    )
  })
})
