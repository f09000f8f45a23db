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

describe('The types that `type` and `category` leave', () => {
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
    it(`type=${named} and category=${category.join() || 'any'} leave ${left?.join() ?? 'all'}`, () =>
      assert.deepEqual(typesOf({ type: named, category }, TYPES), left))

  it('are all there is to a category, so that the kept counts answer it', () => {
    const types = typesOf({ type: 'all', category: ['cpu'] }, TYPES)
    assert.ok(types && conditionOf({ types }).counted)
  })
})
