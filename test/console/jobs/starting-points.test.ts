import assert from 'node:assert/strict'
import { likelyPoint, runnableSteps, startingPoints } from '../../../web/src/actions/starting-points.ts'
import type { Job, Task } from '../../../web/src/api/wire.ts'
import type { JobType } from '../../../web/src/graph/steps-of.ts'

const step = (number: number, dependency: readonly number[], more = {}): JobType['step'][number] => ({
  ...{ number, name: `step-${number}`, description: '', dependency, parallelDependency: [] },
  ...{ critical: true, cleanup: false, runsAs: 'STARTED_ASYNCHRONOUS', tries: 6, ...more },
})
const TYPE: JobType = {
  ...{ name: 'TRANSCODE', description: '', category: [], parameter: [] },
  step: [
    step(100, []),
    step(200, [100], { transient: true }),
    step(300, [200], { transient: true }),
    step(400, [300]),
    step(500, [400]),
    step(900, [], { cleanup: true }),
  ],
}
const job = (status: Job['status'], ...states: readonly (readonly [number, Task['status']])[]): Job => ({
  ...{ jobId: 'VX-1', type: 'TRANSCODE', priority: 'MEDIUM', status },
  ...(status !== 'HOLD' && { finished: 'x' }),
  log: {
    task: states.map(([step, state]) => ({ step, attempts: 0, status: state, timestamp: '', subTask: [] })),
  },
})

// biome-ignore format: a table
const RUNNABLE = [
  ['at its beginning', job('HOLD'), [100]],
  ['whose first step runs', job('HOLD', [100, 'STARTED_ASYNCHRONOUS']), []],
  ['whose first step is queued', job('HOLD', [100, 'READY']), []],
  ['whose first step has finished', job('HOLD', [100, 'FINISHED']), [200]],
  ['whose second step failed', job('HOLD', [100, 'FINISHED'], [200, 'FAILED_RETRY']), [200]],
  ['whose steps have all finished', job('HOLD', [100, 'FINISHED'], [200, 'FINISHED'], [300, 'FINISHED'], [400, 'FINISHED'], [500, 'FINISHED']), []],
] as const

describe('The steps that can be run of a held job', () => {
  for (const [how, held, numbers] of RUNNABLE)
    it(`${how} are: ${numbers.join(', ') || 'none'}`, () =>
      assert.deepEqual(
        runnableSteps(held, TYPE).map(({ number }) => number),
        numbers,
      ))
})

const DONE = [
  [100, 'FINISHED'],
  [200, 'FINISHED'],
  [300, 'FINISHED'],
  [400, 'FINISHED'],
  [500, 'FINISHED'],
] as const

// biome-ignore format: a table
const POINTS = [
  ['that finished: what is transient runs again', job('FINISHED', ...DONE), [[200, [100]]], undefined],
  ['that failed in its first step', job('FAILED_TOTAL', [100, 'FAILED_FATAL']), [], undefined],
  ['that failed in its second step', job('FAILED_TOTAL', [100, 'FINISHED'], [200, 'FAILED_FATAL'], [900, 'FINISHED']), [[200, [100]]], 200],
  ['that failed after a transient step', job('FAILED_TOTAL', ...DONE.slice(0, 3), [400, 'FAILED_FATAL']), [[200, [100]]], 200],
  ['that was aborted', job('ABORTED', [100, 'FINISHED'], [200, 'FAILED_FATAL']), [[200, [100]]], undefined],
] as const

const PARALLEL: JobType = {
  ...TYPE,
  step: [step(50, []), step(100, [50]), step(150, [50]), step(200, [100, 150])],
}

describe('The steps from which it makes sense to run a job again', () => {
  for (const [how, ended, points, likely] of POINTS)
    it(`${how}: ${JSON.stringify(points)}`, () => {
      const found = startingPoints(ended, TYPE)
      assert.deepEqual(
        found.map(({ step, reused }) => [step.number, reused]),
        points,
      )
      assert.equal(likelyPoint(ended, found), likely)
    })

  it('include each of parallel steps, which reuse each other', () => {
    const ended = job('FINISHED', [50, 'FINISHED'], [100, 'FINISHED'], [150, 'FINISHED'], [200, 'FINISHED'])
    const points = startingPoints(ended, PARALLEL).map(({ step, reused }) => [step.number, reused])
    assert.deepEqual(points, [
      [100, [50, 150]],
      [150, [50, 100]],
      [200, [50, 100, 150]],
    ])
  })
})
