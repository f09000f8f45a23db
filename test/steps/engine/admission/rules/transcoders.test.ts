/** Placement by task groups: the nodes that they name, and their priority (wire.md §12). */
import assert from 'node:assert/strict'
import { keyOf } from '../../../../../schema/need.ts'
import type { Candidate, QueueSnapshot } from '../../../../../schema/queries/admission/ready-steps.ts'
import { NO_RULES, type TaskGroup } from '../../../../../schema/queue.ts'
import { type Priority, rankOf } from '../../../../../schema/states.ts'
import { fitting } from '../../../../../steps/engine/admission/capacity.ts'
import { sentence } from '../../../../../steps/engine/why/bounds.ts'

const node = (nodeId: number, name: string, cpu = 9) => ({
  ...{ nodeId, name, hostId: name, slots: { cpu }, encoders: [], gpus: {}, reaches: null },
})
const group = (name: string, more: Partial<TaskGroup>): TaskGroup => ({
  ...{ name, maxConcurrency: null, jobs: [{}] },
  ...more,
})
const step = (
  stepId: number,
  groups: readonly string[],
  { priority = 'LOW' as Priority, cleanup = false, runsAs = 'STARTED_ASYNCHRONOUS' as const } = {},
): Candidate => ({
  ...{ stepId, jobId: stepId, number: 100, priority: rankOf(priority), runsAs, readyS: 0, running: false },
  need: keyOf({ type: 'TEST', category: 'cpu', groups, ...(cleanup && { cleanup }) }),
})
const decide = (
  groups: readonly TaskGroup[],
  candidates: readonly Candidate[],
  nodes: QueueSnapshot['nodes'],
) => fitting({ candidates, nodes, held: [], running: [], rules: { ...NO_RULES, groups } })

const ON_B = group('on-b', { transcoders: ['b'] })
const ON_C = group('on-c', { transcoders: ['c', 'd'] })
const FARM = [node(1, 'a'), node(2, 'b'), node(3, 'c')]

describe('A step of a task group', () => {
  // biome-ignore format: a table
  for (const [what, groups, candidate, expected] of [
    ['runs on the node that the group names',                 [ON_B], step(1, ['on-b']), ['b']],
    ['runs on a node of any of its groups',                   [ON_B, ON_C], step(1, ['on-b', 'on-c']), ['b', 'c']],
    ['runs on the nodes of the one group that names some',    [group('any', {}), ON_B], step(1, ['any', 'on-b']), ['b']],
    ['runs on any node if its groups name none',              [group('any', {}), ON_B], step(1, ['any']), ['a', 'b', 'c']],
    ['runs on any node if it is in no group',                 [ON_B], step(1, []), ['a', 'b', 'c']],
    ['runs on any node to clean up',                          [ON_B], step(1, ['on-b'], { cleanup: true }), ['a', 'b', 'c']],
    ['runs on any node if the group no longer exists',        [], step(1, ['on-b']), ['a', 'b', 'c']],
  ] as const)
    it(what, () => {
      const able = FARM.filter((one) => decide(groups, [candidate], [one]).placed.length > 0)
      assert.deepEqual(able.map(({ name }) => name), expected)
    })

  // biome-ignore format: a table
  for (const [what, groups, nodes, expected] of [
    ['if the node does not exist',            [ON_B], [node(1, 'a')], 'there is no node named b (task group on-b)'],
    ['if none of several nodes exists',       [ON_C], [node(1, 'a')], 'there is no node named one of c, d (task group on-c)'],
    ['if the slots of the node are busy',     [ON_B], [node(1, 'a'), node(2, 'b', 1)], 'all CPU slots of b are busy'],
  ] as const)
    it(`waits ${what}, and says why`, () => {
      const names = groups.map(({ name }) => name)
      const { notPlaced } = decide(groups, [step(1, names), step(2, names)], [...nodes])
      const not = notPlaced.get(2)
      assert.equal(not && sentence(not), expected)
    })

  // biome-ignore format: a table
  for (const [what, candidates, first] of [
    ['goes before older steps of the same priority',  [step(1, []), step(2, ['fast'])], 2],
    ['goes before those of a lower group',            [step(1, ['slow']), step(2, [])], 2],
    ['counts by its highest group',                   [step(1, ['slow']), step(2, ['slow', 'fast'])], 2],
    ['goes after steps of a higher priority',         [step(1, ['fast']), step(2, ['slow'], { priority: 'HIGH' })], 2],
    ['goes by age within its group',                  [step(1, ['fast']), step(2, ['fast'])], 1],
  ] as const)
    it(`${what}, by the priority of the group`, () => {
      const groups = [group('fast', { priority: 'HIGH' }), group('slow', { priority: 'LOW' })]
      const { placed } = decide(groups, candidates, [node(1, 'a', 1)])
      assert.deepEqual(placed.map(({ stepId }) => stepId), [first])
    })
})
