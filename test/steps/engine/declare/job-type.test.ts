import assert from 'node:assert/strict'
import { flawOf, resolved } from '../../../../steps/engine/declare/graph.ts'
import { type DeclaredStage, jobType } from '../../../../steps/engine/declare/job-type.ts'
import { finished, type Step } from '../../../../steps/engine/declare/step.ts'

const step: Step<object> = {
  name: 'nothing',
  description: 'Nothing.',
  runsAs: 'STARTED',
  run: async () => finished(),
}
const stage = (number: number, more: Partial<DeclaredStage<object>> = {}): DeclaredStage<object> => ({
  number,
  step,
  ...more,
})

describe('A job type is accepted', () => {
  // biome-ignore format: a table
  for (const [what, stages] of [
    ['with one step',                                   [stage(1)]],
    ['with steps that follow earlier ones',             [stage(100), stage(200, { after: [100] }), stage(300, { after: [100, 200] })]],
    ['with a step alongside an earlier one',            [stage(100), stage(200, { alongside: [100] })]],
    ['with clean-up steps in any position',             [stage(900, { cleanup: true }), stage(100)]],
    ['with numbers in any order',                       [stage(200), stage(100, { after: [200] })]],
    ['with a step after a later one',                   [stage(100, { after: [200] }), stage(200)]],
    ['with step 0 for no dependency',                   [stage(100, { after: [0] })]],
    ['with steps after the previous and all previous',  [stage(100), stage(200, { after: ['previous'] }), stage(300, { after: ['allPrevious'] })]],
    ['with the largest step number',                    [stage(2_147_483_647)]],
  ] as const) {
    it(what, () => assert.equal(flawOf(stages), undefined))
  }

  it('as it was declared', () => {
    const stages = [stage(100)]
    const check = async () => undefined
    const parameters = [{ key: 'a', required: true, description: 'A key.' }]
    const declared = { name: 'TEST', description: 'A test.', stages, limits: {} }
    assert.deepEqual(jobType('TEST', 'A test.', stages), { ...declared, parameters: [] })
    assert.deepEqual(jobType('TEST', 'A test.', stages, { parameters, check }), {
      ...declared,
      parameters,
      check,
    })
  })
})

describe('A job type is refused', () => {
  // biome-ignore format: a table
  for (const [what, stages, flaw] of [
    ['without any step',                          [],                                                     'it has no steps other than clean-up steps'],
    ['with nothing but clean-up',                 [stage(900, { cleanup: true })],                        'it has no steps other than clean-up steps'],
    ['with a number twice',                       [stage(100), stage(100)],                               'step 100 is declared twice'],
    ['with a step after itself',                  [stage(100, { after: [100] })],                         'steps 100 → 100 form a cycle'],
    ['with two steps after each other',           [stage(100, { after: [200] }), stage(200, { after: [100] })], 'steps 100 → 200 → 100 form a cycle'],
    ['with a cycle that one of three leads to',   [stage(300, { after: [200] }), stage(200, { alongside: [100] }), stage(100, { after: [200] })], 'steps 200 → 100 → 200 form a cycle'],
    ['with a cycle through the previous step',    [stage(100, { after: [200] }), stage(200, { after: ['previous'] })], 'steps 100 → 200 → 100 form a cycle'],
    ['with a step after a clean-up step',         [stage(100, { after: [900] }), stage(900, { cleanup: true })], 'step 100 depends on step 900, which is a clean-up step'],
    ['with a step after one that does not exist', [stage(100), stage(200, { after: [100, 150] })],        'step 200 depends on step 150, which does not exist'],
    ['with the number 0',                         [stage(0)],                                             '0 is not a valid step number'],
    ['with a negative number',                    [stage(-100)],                                          '-100 is not a valid step number'],
    ['with a fraction',                           [stage(1.5)],                                           '1.5 is not a valid step number'],
    ['with no number',                            [stage(Number.NaN)],                                    'NaN is not a valid step number'],
    ['with a number larger than its column',      [stage(2_147_483_648)],                                 '2147483648 is not a valid step number'],
  ] as const) {
    it(`${what}: ${flaw}`, () => {
      assert.equal(flawOf(stages), flaw)
      assert.throws(() => jobType('TEST', 'A test.', stages), new Error(`job type TEST: ${flaw}`))
    })
  }
})

describe('A dependency', () => {
  const graph = [
    stage(300, { after: ['allPrevious'] }),
    stage(100),
    stage(200, { after: ['previous'], alongside: ['previous'] }),
    stage(950, { cleanup: true, after: ['allPrevious'] }),
    stage(900, { cleanup: true, after: ['previous', 0] }),
  ]
  const numbers = resolved(graph).map(({ number, after, alongside }) => [number, after, alongside])

  it('on the previous step or all previous steps is resolved to numbers of steps of the same kind', () =>
    assert.deepEqual(
      numbers.toSorted(([a = 0], [b = 0]) => Number(a) - Number(b)),
      [
        [100, undefined, undefined],
        [200, [100], [100]],
        [300, [100, 200], undefined],
        [900, [], undefined],
        [950, [900], undefined],
      ],
    ))

  it('comes before the steps that depend on it, whatever the order of the declaration', () => {
    const order = numbers.map(([number]) => number)
    assert.deepEqual(order, [100, 200, 300, 900, 950])
  })
})
