import assert from 'node:assert/strict'
import { keyOf } from '../../../../schema/need.ts'
import type { Candidate, HeldResources } from '../../../../schema/queries/admission/ready-steps.ts'
import type { NodeCapacity } from '../../../../schema/queries/nodes/nodes-here.ts'
import { NO_RULES } from '../../../../schema/queue.ts'
import { type Priority, rankOf } from '../../../../schema/states.ts'
import { fitting } from '../../../../steps/engine/admission/capacity.ts'

type Wanted = readonly [step: number, job: number, priority: Priority, category?: string]

const node = (nodeId: number, hostId: string, slots: Readonly<Record<string, number>>): NodeCapacity => ({
  nodeId,
  name: `n${nodeId}`,
  hostId,
  slots,
  ...{ encoders: [], gpus: {}, reaches: null },
})
const held = (nodeId: number, hostId: string, category: string, count: number): HeldResources => ({
  nodeId,
  hostId,
  category,
  count,
  ...{ gpu: null, vram: 0 },
})
const asynchronous = ([stepId, jobId, priority, category = 'cpu']: Wanted): Candidate => ({
  ...{ stepId, jobId, number: 100, priority: rankOf(priority), runsAs: 'STARTED_ASYNCHRONOUS' },
  ...{ need: keyOf({ type: 'TEST', category }), readyS: 0, running: false },
})
/** No limit except the hosts. */
const FREE = { rules: NO_RULES, running: [] }

/** `1@7`: step 1 goes to node 7. */
function placed(
  wanted: readonly Wanted[],
  nodes: readonly NodeCapacity[],
  ledger: readonly HeldResources[] = [],
): readonly string[] {
  return fitting({ candidates: wanted.map(asynchronous), nodes, held: ledger, ...FREE }).placed.map(
    ({ stepId, nodeId }) => `${stepId}@${nodeId}`,
  )
}

const ONE = node(1, 'a', { cpu: 1 })
const TWO = node(1, 'a', { cpu: 2 })

describe('Steps are placed', () => {
  // biome-ignore format: a table
  for (const [what, wanted, nodes, expected] of [
    ['by priority',                                    [[1, 1, 'LOW'], [2, 2, 'HIGH'], [3, 3, 'MEDIUM']], [TWO], ['2@1', '3@1']],
    ['by the age of their job within a priority',      [[9, 1, 'MEDIUM'], [1, 2, 'MEDIUM'], [5, 3, 'MEDIUM']], [TWO], ['9@1', '1@1']],
    ['with IMMEDIATE before all others',               [[1, 1, 'HIGHEST'], [2, 2, 'IMMEDIATE']], [TWO], ['2@1', '1@1']],
    ['even if one ahead of them does not fit',         [[1, 1, 'HIGHEST', 'gpu_encode'], [2, 2, 'LOWEST']], [TWO], ['2@1']],
    ['never on a slot assigned to one ahead of them',  [[1, 1, 'HIGH'], [2, 2, 'LOW']], [ONE], ['1@1']],
    ['each in its own category',                       [[1, 1, 'LOW'], [2, 2, 'LOW', 'gpu_ai']], [node(1, 'a', { cpu: 1, gpu_ai: 1 })], ['1@1', '2@1']],
  ] as const) {
    it(what, () => assert.deepEqual(placed(wanted, nodes), expected))
  }

  it('in the order of their numbers within a job', () => {
    const candidates = [300, 100, 200].map((number) => ({ ...asynchronous([number, 1, 'LOW']), number }))
    assert.deepEqual(
      fitting({ candidates, nodes: [TWO], held: [], ...FREE }).placed.map(({ stepId }) => stepId),
      [100, 200],
    )
  })
})

describe('Slots', () => {
  const TWIN = [node(1, 'a', { cpu: 2 }), node(2, 'a', { cpu: 2 })]
  const PAIR = [node(1, 'a', { cpu: 2 }), node(2, 'b', { cpu: 3 })]
  // biome-ignore format: a table
  for (const [what, wanted, nodes, ledger, expected] of [
    ['that are held are not assigned again',               [[1, 1, 'LOW']], [ONE], [held(1, 'a', 'cpu', 1)], []],
    ['of another category do not matter',                  [[1, 1, 'LOW']], [ONE], [held(1, 'a', 'gpu_ai', 9)], ['1@1']],
    ['belong to the host: its nodes share them',           [[1, 1, 'LOW'], [2, 2, 'LOW'], [3, 3, 'LOW']], TWIN, [], ['1@1', '2@2']],
    ['held by one node are held for all nodes of its host', [[1, 1, 'LOW']], TWIN, [held(1, 'a', 'cpu', 2)], []],
    ['held by a dead node are still held',                 [[1, 1, 'LOW']], [ONE], [held(99, 'a', 'cpu', 1)], []],
    ['are assigned on the emptiest host',                  [[1, 1, 'LOW'], [2, 2, 'LOW'], [3, 3, 'LOW']], PAIR, [], ['1@2', '2@1', '3@2']],
    ['of a host are assigned to its idlest node',          [[1, 1, 'LOW']], TWIN, [held(1, 'a', 'cpu', 1)], ['1@2']],
    ['that are overdrawn are not assigned',                [[1, 1, 'LOW']], [ONE], [held(1, 'a', 'cpu', 3)], []],
  ] as const) {
    it(what, () => assert.deepEqual(placed(wanted, nodes, ledger), expected))
  }
})

describe('An IMMEDIATE step', () => {
  const URGENT = [1, 1, 'IMMEDIATE'] as const
  // biome-ignore format: a table
  for (const [what, nodes, ledger, expected] of [
    ['is placed even if every slot is taken',             [ONE], [held(1, 'a', 'cpu', 1)], ['1@1']],
    ['is placed on a free slot if there is one',          [ONE, node(2, 'b', { cpu: 1 })], [held(1, 'a', 'cpu', 1)], ['1@2']],
    ['is placed on the least overdrawn host',             [ONE, node(2, 'b', { cpu: 1 })], [held(1, 'a', 'cpu', 2), held(2, 'b', 'cpu', 1)], ['1@2']],
    ['is not placed on a host without its category',      [node(1, 'a', { gpu_ai: 1 })], [], []],
    ['is not placed on a host with no slots of its category', [node(1, 'a', { cpu: 0 })], [], []],
  ] as const) {
    it(what, () => assert.deepEqual(placed([URGENT], nodes, ledger), expected))
  }

  it('takes the slot that the next step would have got', () => {
    assert.deepEqual(placed([URGENT, [2, 2, 'HIGHEST']], [ONE]), ['1@1'])
  })
})

describe('Clean-up', () => {
  const cleanup = {
    ...asynchronous([1, 1, 'LOW']),
    need: keyOf({ type: 'TEST', category: 'cpu', cleanup: true }),
  }

  it('is placed even if every slot is taken, so that an abort does not wait for a slot', () => {
    const full = { candidates: [cleanup], nodes: [ONE], held: [held(1, 'a', 'cpu', 1)], ...FREE }
    assert.deepEqual(
      fitting(full).placed.map(({ stepId }) => stepId),
      [1],
    )
  })

  it('holds a slot while it runs', () => {
    const { placed: both } = fitting({
      candidates: [cleanup, asynchronous([2, 2, 'LOW'])],
      nodes: [ONE],
      held: [],
      ...FREE,
    })
    assert.deepEqual(
      both.map(({ stepId }) => stepId),
      [1],
    )
  })
})

describe('A step that is not placed', () => {
  // biome-ignore format: a table
  for (const [what, need, nodes, ledger, why] of [
    ['there is no node',                      'cpu',      [],    [],                           { why: 'no-node' }],
    ['no node has such slots',                'gpu_ai',   [ONE], [],                           { why: 'no-able-node', lacks: 'with slots for gpu_ai' }],
    ['all slots are taken',                   'cpu',      [ONE], [held(1, 'a', 'cpu', 1)],     { why: 'slots-full', category: 'cpu' }],
  ] as const) {
    it(`reports that ${what}`, () => {
      const candidates = [asynchronous([5, 1, 'LOW', need])]
      const { notPlaced } = fitting({ candidates, nodes, held: ledger, ...FREE })
      assert.deepEqual([...notPlaced], [[5, why]])
    })
  }
})

describe('A transactional step', () => {
  const transactional = { ...asynchronous([2, 2, 'HIGH', 'none']), runsAs: 'STARTED' as const }

  it('needs no configured slot, and is placed in the order of the queue', () => {
    const other = { ...transactional, stepId: 3, jobId: 1, priority: rankOf('LOW') }
    const { placed, notPlaced } = fitting({
      ...{ candidates: [other, transactional], nodes: [ONE], held: [held(1, 'a', 'cpu', 1)] },
      ...FREE,
    })
    assert.deepEqual([placed.map(({ stepId }) => stepId), notPlaced.size], [[2, 3], 0])
  })

  const TWO = { ...ONE, nodeId: 2, hostId: 'b' }
  it('is placed on the admitting node, otherwise on the one with the fewest steps', () => {
    const crowded = {
      candidates: [transactional],
      nodes: [ONE, TWO],
      held: [held(1, 'a', 'cpu', 1)],
      ...FREE,
    }
    const nodeFor = (local?: number) => fitting(crowded, local).placed[0]?.nodeId
    assert.deepEqual([nodeFor(), nodeFor(1), nodeFor(2), nodeFor(9)], [2, 1, 2, 2])
  })

  it('goes to no host that has 16 of them, so that priorities and pauses still have effect', () => {
    const targetsOf = (...counts: readonly number[]) => {
      const full = counts.map((count, at) => held(at + 1, at === 0 ? 'a' : 'b', 'none', count))
      const { placed, notPlaced } = fitting(
        { candidates: [transactional], nodes: [ONE, TWO], held: full, ...FREE },
        1,
      )
      return [...placed.map(({ nodeId }) => nodeId), ...notPlaced.values()]
    }
    assert.deepEqual(targetsOf(15, 0), [1])
    assert.deepEqual(targetsOf(16, 15), [2])
    assert.deepEqual(targetsOf(16, 16), [{ why: 'slots-full', category: 'none' }])
  })

  it('is not placed while no node is running', () => {
    const { placed, notPlaced } = fitting({ candidates: [transactional], nodes: [], held: [], ...FREE })
    assert.deepEqual([placed, [...notPlaced]], [[], [[2, { why: 'no-node' }]]])
  })
})

describe('A placement', () => {
  it('names the slot and the host', () => {
    const { placed } = fitting({ candidates: [asynchronous([5, 1, 'LOW'])], nodes: [ONE], held: [], ...FREE })
    assert.deepEqual(placed, [
      {
        ...{ stepId: 5, jobId: 1, runsAs: 'STARTED_ASYNCHRONOUS', nodeId: 1, hostId: 'a' },
        ...{ category: 'cpu', gpu: null, vram: 0 },
      },
    ])
  })
})
