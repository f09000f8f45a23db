import assert from 'node:assert/strict'
import type { StepState } from '../../../../schema/states.ts'
import { withoutRepeatedWaits } from '../../../../server/job/document/job-document.ts'

describe('the runs of a job in its document', () => {
  const of = (words: string) =>
    words
      .split(' ')
      .filter(Boolean)
      .map((word) => {
        const [step = '', state = ''] = word.split(':')
        return { step: Number(step), state: state as StepState }
      })
  // biome-ignore format: a table
  for (const [runs, shown] of [
    ['',                                                       ''],
    ['100:FINISHED 200:WAITING',                               '100:FINISHED 200:WAITING'],
    ['200:WAITING 200:WAITING 200:WAITING',                    '200:WAITING'],
    ['200:WAITING 200:WAITING 200:FINISHED',                   '200:WAITING 200:FINISHED'],
    ['200:WAITING 200:FAILED_RETRY 200:WAITING',               '200:WAITING 200:FAILED_RETRY 200:WAITING'],
    ['200:WAITING 300:WAITING 200:WAITING 300:FINISHED',       '300:WAITING 200:WAITING 300:FINISHED'],
    ['200:FAILED_RETRY 200:FAILED_RETRY',                      '200:FAILED_RETRY 200:FAILED_RETRY'],
  ] as const)
    it(`are ${shown || 'none'} of ${runs || 'none'}`, () =>
      assert.deepEqual(withoutRepeatedWaits(of(runs)), of(shown)))
})
