import assert from 'node:assert/strict'
import { needFrom } from '../../../../schema/need.ts'
import { jobType, type Limits, type Stage } from '../../../../steps/engine/declare/job-type.ts'
import { finished, type Needs } from '../../../../steps/engine/declare/step.ts'
import { instantiate, type JobContext } from '../../../../steps/engine/submit/instantiate.ts'
import { step, transactional } from '../farm/made-up-steps.ts'

const MAKING: JobContext<undefined> = { metadata: {}, tools: undefined, held: false, groups: [], limits: {} }
const TRANSACTIONAL = transactional('transactional', async () => finished())

function made(stages: readonly Stage<undefined>[], more: Partial<JobContext<undefined>> = {}) {
  return instantiate(jobType('TEST', 'Test.', stages), { ...MAKING, ...more })
}

describe('The need of a step', () => {
  const needing = (needs: Needs) => ({ ...step('needing'), needs: () => needs })
  const BARE = { type: 'TEST', category: 'cpu' }
  // biome-ignore format: a table
  for (const [what, stage, groups, need] of [
    ['is a cpu slot by default',                   { step: step('plain') }, [], BARE],
    ['is what it declares, by default on a cpu slot', { step: needing({ vramMiB: 500, reach: ['b', 'a'] }) }, [], { ...BARE, vramMiB: 500, reach: ['a', 'b'] }],
    ['is of the category that it declares',        { step: needing({ category: 'gpu_encode', encoder: 'hevc_nvenc' }) }, [], { type: 'TEST', category: 'gpu_encode', encoder: 'hevc_nvenc' }],
    ['is no slot if it is transactional',          { step: TRANSACTIONAL }, [], { type: 'TEST', category: 'none' }],
    ['includes that it cleans up',                 { step: step('cleaner'), cleanup: true }, [], { ...BARE, cleanup: true }],
    ['includes the task groups of its job',        { step: step('grouped') }, ['b', 'a'], { ...BARE, groups: ['a', 'b'] }],
  ] as const) {
    it(what, () => {
      const stages = [{ number: 100, step: step('first') }, { number: 200, ...stage }]
      assert.deepEqual(needFrom(made(stages, { groups }).at(-1)?.need ?? ''), need)
    })
  }

  it('can depend on the metadata of the job', () => {
    const one = {
      ...step('reader'),
      needs: (metadata: Readonly<Record<string, string>>) => ({ reach: [metadata['from'] ?? ''] }),
    }
    const [first] = made([{ number: 100, step: one }], { metadata: { from: 'VX-1' } })
    assert.deepEqual(needFrom(first?.need ?? '').reach, ['VX-1'])
  })
})

describe('The tries and the backoff of a step', () => {
  // biome-ignore format: a table
  for (const [what, declared, limits, tries, backoff] of [
    ['are six and that of its node by default',           undefined, {},                              6, null],
    ['are what it declares',                              2,         {},                              2, null],
    ['are those of the job, if it sets them',             2,         { maxRetries: 4, backoffS: 9 },  5, 9],
    ['are one and zero if the job allows no retry',       undefined, { maxRetries: 0, backoffS: 0 },  1, 0],
  ] as readonly (readonly [string, number | undefined, Limits, number, number | null])[]) {
    it(what, () => {
      const one = step('tried', undefined, declared === undefined ? {} : { tries: declared })
      const [first] = made([{ number: 100, step: one }], { limits })
      assert.deepEqual([first?.tries, first?.backoff], [tries, backoff])
    })
  }
})

describe('The steps of a new job', () => {
  const CHAIN = [
    { number: 100, step: step('first') },
    { number: 200, step: step('second'), after: [100] },
    { number: 300, step: step('third'), alongside: [100] },
    { number: 900, step: step('cleaner'), cleanup: true },
  ]
  // biome-ignore format: a table
  for (const [what, more, states] of [
    ['are READY if they wait for nothing',              {},                            ['READY', 'NONE', 'NONE', 'NONE']],
    ['are not READY in HOLD',                           { held: true },                ['NONE', 'NONE', 'NONE', 'NONE']],
    ['are FINISHED if their results are reused',        { reused: new Map([[100, 1]]) }, ['FINISHED', 'READY', 'READY', 'NONE']],
  ] as const) {
    it(what, () => assert.deepEqual(made(CHAIN, more).map(({ state }) => state), states))
  }
})
