import assert from 'node:assert/strict'
import { conditionOf } from '../../../../schema/queries/jobs/criteria.ts'
import { typesOf } from '../../../../server/job/request/types-of.ts'
import { jobType } from '../../../../steps/engine/declare/job-type.ts'
import { type Category, finished, type Step } from '../../../../steps/engine/declare/step.ts'

const short: Step<unknown> = {
  ...{ name: 'short', description: 'Short.', runsAs: 'STARTED' },
  run: async () => finished(),
}
const long = (category?: Category): Step<unknown> => ({
  ...{ name: category ?? 'long', description: 'Long.', runsAs: 'STARTED_ASYNCHRONOUS' },
  ...(category && { categories: [category] }),
  run: async () => finished(),
})
const type = (name: string, ...steps: readonly Step<unknown>[]) =>
  jobType(
    name,
    name,
    steps.map((step, at) => ({ number: 100 * (at + 1), step })),
  )

const TYPES = [
  type('NOTHING', short),
  type('PLAIN', short, long()),
  type('ENCODE', long('cpu'), long('gpu_encode')),
  type('UPSCALE', long('gpu_ai'), long('gpu_encode')),
]

describe('The parameters type and category', () => {
  // biome-ignore format: a table
  for (const [named, category, left] of [
    ['all',                    [],                       undefined],
    [['PLAIN', 'GONE'],        [],                       ['PLAIN', 'GONE']],
    ['all',                    ['cpu'],                  ['PLAIN', 'ENCODE']],
    ['all',                    ['gpu_encode'],           ['ENCODE', 'UPSCALE']],
    ['all',                    ['gpu_ai'],               ['UPSCALE']],
    ['all',                    ['cpu', 'gpu_ai'],        ['PLAIN', 'ENCODE', 'UPSCALE']],
    [['UPSCALE', 'GONE'],      ['gpu_encode'],           ['UPSCALE']],
    [['NOTHING', 'GONE'],      ['cpu', 'gpu_encode', 'gpu_ai'], []],
  ] as const)
    it(`select ${left?.join() || (left ? 'no type' : 'all types')} with type=${named} and category=${category.join() || 'any'}`, () =>
      assert.deepEqual(typesOf({ type: named, category }, TYPES), left))

  it('can be answered by maintained counts', () => {
    const types = typesOf({ type: 'all', category: ['cpu'] }, TYPES)
    assert.ok(types && conditionOf({ types }).counted)
  })
})
