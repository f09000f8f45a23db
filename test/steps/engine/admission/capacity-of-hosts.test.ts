/** Placement by the resources of hosts other than slots: GPU memory, encoders and storages. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { keyOf, type Need } from '../../../../schema/need.ts'
import type {
  Candidate,
  HeldResources,
  QueueSnapshot,
} from '../../../../schema/queries/admission/ready-steps.ts'
import type { NodeCapacity } from '../../../../schema/queries/nodes/nodes-here.ts'
import { NO_RULES } from '../../../../schema/queue.ts'
import { PRIORITIES, type Priority, rankOf } from '../../../../schema/states.ts'
import { fitting } from '../../../../steps/engine/admission/capacity.ts'
import { missingRequirement, nodeCondition } from '../../../../steps/engine/admission/node-requirements.ts'
import { waitsFor } from '../../../../steps/engine/declare/problem.ts'

const node = (nodeId: number, more: Partial<NodeCapacity> = {}): NodeCapacity => ({
  ...{
    nodeId,
    name: `n${nodeId}`,
    hostId: `h${nodeId}`,
    slots: { cpu: 9 },
    encoders: [],
    gpus: {},
    reaches: null,
  },
  ...more,
})
const gpu = (nodeId: number, id: string, vram: number): HeldResources => ({
  ...{ nodeId, hostId: `h${nodeId}`, category: 'cpu', gpu: id, count: 1, vram },
})

type Wanted = readonly [step: number, priority: Priority, vramMiB: number, readyS?: number]

const wants = ([stepId, priority, vramMiB, readyS = 0]: Wanted): Candidate => ({
  ...{ stepId, jobId: stepId, number: 100, priority: rankOf(priority), runsAs: 'STARTED_ASYNCHRONOUS' },
  ...{ need: keyOf({ type: 'TEST', category: 'cpu', vramMiB }), readyS, running: false },
})

const snapshot = (more: Partial<QueueSnapshot>): QueueSnapshot => ({
  ...{ candidates: [], nodes: [], held: [], rules: NO_RULES, running: [] },
  ...more,
})

/** `1@7/a`: step 1 goes to GPU a of node 7. */
const placed = (more: Partial<QueueSnapshot>) =>
  fitting(snapshot(more)).placed.map(({ stepId, nodeId, gpu: id }) => `${stepId}@${nodeId}/${id}`)

describe('GPU memory', () => {
  const BIG = node(1, { gpus: { a: 8_000 } })
  const THREE = node(1, { gpus: { large: 24_000, medium: 8_000, small: 4_000 } })
  // biome-ignore format: a table
  for (const [what, wanted, nodes, held, expected] of [
    ['is assigned while enough is free',                    [[1, 'LOW', 5_000], [2, 'LOW', 3_000], [3, 'LOW', 1]], [BIG], [], ['1@1/a', '2@1/a']],
    ['that is held is not assigned again',                  [[1, 'LOW', 5_000]], [BIG], [gpu(1, 'a', 3_001)], []],
    ['is never exceeded, not even by IMMEDIATE jobs',       [[1, 'IMMEDIATE', 5_000]], [BIG], [gpu(1, 'a', 3_001)], []],
    ['is assigned on the smallest GPU with enough',         [[1, 'LOW', 5_000], [2, 'LOW', 100], [3, 'LOW', 9_000]], [THREE], [], ['1@1/medium', '2@1/medium', '3@1/large']],
    ['is assigned on one GPU, never on two together',       [[1, 'LOW', 9_000]], [node(1, { gpus: { a: 8_000, b: 8_000 } })], [], []],
    ['is assigned on another host if one host has too little',  [[1, 'LOW', 5_000]], [BIG, node(2, { gpus: { b: 6_000 } })], [gpu(1, 'a', 4_000)], ['1@2/b']],
    ['is assigned to a step that needs less, for a minute',  [[1, 'HIGH', 6_000, 59], [2, 'LOW', 2_000]], [BIG], [gpu(1, 'a', 3_000)], ['2@1/a']],
    ['is reserved for a step that has waited for a minute',  [[1, 'HIGH', 6_000, 61], [2, 'LOW', 2_000]], [BIG], [gpu(1, 'a', 3_000)], []],
    ['is not reserved on a GPU that is too small',          [[1, 'HIGH', 7_000, 61], [2, 'LOW', 2_000]], [node(1, { gpus: { a: 8_000, b: 4_000 } })], [gpu(1, 'a', 3_000)], ['2@1/b']],
    ['is not reserved against steps ahead in the queue',    [[1, 'HIGH', 2_000], [2, 'LOW', 6_000, 61]], [BIG], [gpu(1, 'a', 3_000)], ['1@1/a']],
    ['is not required by steps that need none',             [[1, 'LOW', 0]], [node(1)], [], ['1@1/null']],
  ] as const) {
    it(what, () => {
      assert.deepEqual(placed({ candidates: wanted.map(wants), nodes: [...nodes], held: [...held] }), expected)
    })
  }

  it('of which too little is free is reported with the largest free amount', () => {
    const { notPlaced } = fitting(
      snapshot({ candidates: [wants([1, 'LOW', 5_000])], nodes: [BIG], held: [gpu(1, 'a', 4_000)] }),
    )
    assert.deepEqual([...notPlaced], [[1, { why: 'vram-full', vramMiB: 5_000, freeMiB: 4_000 }]])
  })

  const anyStep = fc.tuple(fc.constantFrom(...PRIORITIES), fc.nat(9_000), fc.constantFrom(0, 61))
  it('and slots are never assigned twice; only IMMEDIATE jobs exceed slots', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 30 }), (steps) => {
        const candidates = steps.map(([priority, vram, readyS], at) =>
          wants([at + 1, priority, vram, readyS]),
        )
        const nodes = [
          node(1, { gpus: { a: 8_000, b: 4_000 }, slots: { cpu: 6 } }),
          node(2, { slots: { cpu: 2 } }),
        ]
        const { placed: all } = fitting(snapshot({ candidates, nodes, held: [gpu(1, 'a', 2_000)] }))
        const vram = (id: string) =>
          all.filter((one) => one.gpu === id).reduce((sum, one) => sum + one.vram, 0)
        assert.ok(vram('a') <= 6_000 && vram('b') <= 4_000)
        const slots = (nodeId: number) =>
          all.filter((one) => one.nodeId === nodeId && steps[one.stepId - 1]?.[0] !== 'IMMEDIATE').length
        assert.ok(slots(1) <= 5 && slots(2) <= 2)
      }),
      { numRuns: 300 },
    )
  })
})

describe('A node', () => {
  const NODE = node(1, { encoders: ['hevc_nvenc'], gpus: { a: 8_000 }, reaches: ['VX-1', 'VX-2'] })
  // biome-ignore format: a table
  for (const [what, need, lacks] of [
    ['can run a step that needs a slot it has',      { category: 'cpu' },                                             undefined],
    ['cannot run a step that needs another slot',    { category: 'gpu_ai' },                                          'with slots for gpu_ai'],
    ['can run a step that needs an encoder it has',  { category: 'cpu', encoder: 'hevc_nvenc' },                      undefined],
    ['cannot run a step that needs another encoder', { category: 'cpu', encoder: 'av1_nvenc' },                       'with the encoder av1_nvenc'],
    ['can run a step that needs all memory of its GPU', { category: 'cpu', vramMiB: 8_000 },                             undefined],
    ['cannot run a step that needs a larger GPU',    { category: 'cpu', vramMiB: 8_001 },                             'with a GPU of 8001 MiB'],
    ['can run a step that reads a storage it reaches', { category: 'cpu', reach: ['VX-2'] },                            undefined],
    ['cannot run a step that reads another one too', { category: 'cpu', reach: ['VX-2', 'VX-3'] },                    'that reaches the storage VX-3'],
  ] as const) {
    it(what, () => assert.equal(missingRequirement([NODE], { type: 'TEST', ...need }), lacks))
  }

  it('without working programs cannot run a step that runs ffmpeg, and says why', () => {
    const need = { type: 'TEST', category: 'cpu', media: true } as const
    const broken = [node(1, { mediaTrouble: 'ffmpeg: gone' }), node(2, { mediaTrouble: 'ffmpeg: gone' })]
    const lacks = 'with a working ffmpeg and ffprobe (ffmpeg: gone)'
    assert.equal(missingRequirement(broken, need), lacks)
    assert.equal(missingRequirement([...broken, node(3)], need), undefined)
    assert.equal(missingRequirement(broken, { type: 'TEST', category: 'cpu' }), undefined)
  })

  it('without a list of storages reaches all', () => {
    assert.equal(missingRequirement([node(1)], { type: 'TEST', category: 'cpu', reach: ['VX-9'] }), undefined)
  })

  it('that cannot run the step is skipped, even if its slots are free', () => {
    const need = keyOf({ type: 'TEST', category: 'cpu', encoder: 'hevc_nvenc' })
    const nodes = [node(1), node(2, { encoders: ['hevc_nvenc'], slots: { cpu: 1 } })]
    assert.deepEqual(placed({ candidates: [{ ...wants([5, 'LOW', 0]), need }], nodes }), ['5@2/null'])
  })
})

describe('The missing requirement', () => {
  const CPU = node(2)
  const GPU = node(3, { slots: { gpu_encode: 1 }, gpus: { a: 8_000 }, reaches: ['VX-1'] })
  const ENCODER = node(4, { encoders: ['hevc_nvenc'] })
  // biome-ignore format: a table
  for (const [what, nodes, need, lacks] of [
    ['is the only one that no node meets',        [CPU, GPU],          { category: 'gpu_encode', encoder: 'hevc_nvenc' }, 'with the encoder hevc_nvenc'],
    ['is the first of several',                   [CPU],               { category: 'gpu_encode', encoder: 'hevc_nvenc' }, 'with slots for gpu_encode'],
    ['names all that different nodes meet',       [CPU, GPU, ENCODER], { category: 'gpu_encode', encoder: 'hevc_nvenc' }, 'with slots for gpu_encode and with the encoder hevc_nvenc'],
    ['leaves out what all nodes meet',            [CPU, ENCODER, node(5, { encoders: ['x'], gpus: { a: 900 } })], { category: 'cpu', encoder: 'hevc_nvenc', vramMiB: 500 }, 'with the encoder hevc_nvenc and with a GPU of 500 MiB'],
    ['is undefined if one node meets all',        [CPU, GPU],          { category: 'gpu_encode', vramMiB: 8_000 },        undefined],
  ] as const)
    it(`${what}: ${lacks}`, () =>
      assert.equal(missingRequirement(nodes, { type: 'TEST', ...need }), lacks))

  it('is the same condition for all steps that lack the same, with the needs of each', () => {
    const need: Need = {
      type: 'TEST',
      category: 'gpu_encode',
      encoder: 'hevc_nvenc',
      vramMiB: 500,
      reach: ['VX-1', 'VX-2'],
    }
    const condition = nodeCondition(need, 'with slots for gpu_encode')
    assert.equal(waitsFor(condition), 'waits for a node with slots for gpu_encode')
    assert.deepEqual(condition.data, {
      category: 'gpu_encode',
      encoder: 'hevc_nvenc',
      vramMiB: '500',
      reach: 'VX-1 VX-2',
    })
  })
})
