import fc from 'fast-check'
import { COMMANDS, Life } from './life.ts'

const anyCommand = fc.record({ does: fc.constantFrom(...COMMANDS), which: fc.nat(1_000) })

describe('Jobs under any sequence of commands', function () {
  this.timeout(120_000)

  it('respect the order of their steps and the slots, and end once the commands stop', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyCommand, { minLength: 30, maxLength: 60 }), async (commands) => {
        await using life = await Life.begin()
        for (const command of commands) await life.does(command)
        await life.comesToItsEnd()
      }),
      { numRuns: 4, endOnFailure: true, includeErrorInReport: true },
    )
  })
})
