/** The places of jobs under the queue limits. */
import assert from 'node:assert/strict'
import { keyOf } from '../../../../schema/need.ts'
import type { Candidate, QueueSnapshot } from '../../../../schema/queries/admission/ready-steps.ts'
import { NO_RULES } from '../../../../schema/queue.ts'
import { rankOf } from '../../../../schema/states.ts'
import { fitting } from '../../../../steps/engine/admission/capacity.ts'

const NODE = {
  ...{ nodeId: 1, name: 'a', hostId: 'a', slots: { cpu: 9 } },
  ...{ encoders: [], gpus: {}, reaches: null },
}

describe('A place under the queue limits', () => {
  const snapshot = (candidates: readonly Candidate[], running: QueueSnapshot['running']): QueueSnapshot => ({
    ...{ candidates, running, nodes: [NODE], held: [], rules: { ...NO_RULES, concurrentJobs: 1 } },
  })
  const of = (stepId: number, jobId: number, more: Partial<Candidate> = {}): Candidate => ({
    ...{ priority: rankOf('MEDIUM'), runsAs: 'STARTED_ASYNCHRONOUS' as const, readyS: 0, running: false },
    need: keyOf({ type: 'TEST', category: 'cpu' }),
    ...{ stepId, jobId, number: stepId },
    ...more,
  })
  const CLEANUP = keyOf({ type: 'TEST', category: 'cpu', cleanup: true })
  // biome-ignore format: a table
  for (const [what, candidates, running, expected] of [
    ['is taken once by a job, however many of its steps start', [of(1, 1), of(2, 1), of(3, 2)], 0, [1, 2]],
    ['is not needed again by a running job',                    [of(1, 1), of(2, 2, { running: true })], 1, [2]],
    ['is not needed by clean-up',                               [of(1, 1, { need: CLEANUP }), of(2, 2)], 1, [1]],
    ['is not taken by clean-up',                                [of(1, 1, { need: CLEANUP }), of(2, 2)], 0, [1, 2]],
    ['is not taken by a job that fits on no node',              [of(1, 1, { need: keyOf({ type: 'TEST', category: 'gpu_ai' }) }), of(2, 2)], 0, [2]],
  ] as const) {
    it(what, () => {
      const counted = running === 0 ? [] : [{ priority: 3, groups: [], count: running }]
      assert.deepEqual(
        fitting(snapshot(candidates, counted)).placed.map(({ stepId }) => stepId),
        expected,
      )
    })
  }

  it('is taken by a transactional step too', () => {
    const transactional = {
      ...of(1, 1),
      need: keyOf({ type: 'TEST', category: 'none' }),
      runsAs: 'STARTED' as const,
    }
    const { placed } = fitting(snapshot([transactional, of(2, 2)], []))
    assert.deepEqual(
      placed.map(({ stepId }) => stepId),
      [1],
    )
  })
})
