/** The estimate of `GET /job/{job-id}/reason` (ours): when a job that queues is likely to start. */
import assert from 'node:assert/strict'
import type { QueueRules } from '../../../schema/queue.ts'
import { serving } from '../../serving.ts'
import { Queue } from './queue-as.ts'

interface Case {
  /** Of the one machine. Default: more than anybody wants. */
  readonly slots?: number
  readonly rules?: Partial<QueueRules>
  /** How long each job runs already that does, s. */
  readonly ran: readonly number[]
  /** Jobs that queue before it. */
  readonly before?: number
}

describe('GET /job/{job-id}/reason of a job that queues, where jobs usually take 100 s', () => {
  const served = serving()
  const { ask, rows } = served
  const queue = new Queue(served)
  beforeEach(() => queue.empty())

  /** How long the one that queues is likely to wait, s. */
  async function estimateOf({ slots = 40, rules = {}, ran, before = 0 }: Case): Promise<number | undefined> {
    await queue.rules(rules)
    const node = await queue.node('alpha', { slots: { cpu: slots } })
    for (const seconds of ran) await rows(RUNS, [seconds, await queue.running(node)])
    for (let at = 0; at < before; at += 1) await queue.queued({ groups: ['few'] })
    const id = await queue.queued({ groups: ['few'] })
    const { estimate } = (await ask(`GET /API/job/VX-${id}/reason`)).body
    const [row] = await rows<{ now: string }>("select to_json(callsheet.now())#>>'{}' as now")
    if (estimate === undefined) return undefined
    return (Date.parse(String(estimate).replace('+0000', 'Z')) - Date.parse(row?.now ?? '')) / 1_000
  }

  it('is none before a job of its type has ended', async () =>
    assert.equal(await estimateOf({ slots: 1, ran: [0] }), undefined))

  const POOLS = { pools: [{ priorityThreshold: 'LOWEST', size: 2 }] } as const
  const GROUPS = { groups: [{ name: 'few', maxConcurrency: 2, jobs: [{}] }] }
  // biome-ignore format: a table
  const CASES: readonly (readonly [what: string, expectedS: number | undefined, given: Case])[] = [
    ['the slot of the one that has run longest',              30, { slots: 3, ran: [10, 70, 40] }],
    ['a place by concurrentJobs, whatever slots there are',   60, { rules: { concurrentJobs: 1 }, ran: [40] }],
    ['a place in the pools, whatever slots there are',        90, { rules: POOLS, ran: [10, 5] }],
    ['a place in its task group, whatever slots there are',   90, { rules: GROUPS, ran: [10, 5] }],
    ['one after the job before it',                          160, { rules: { concurrentJobs: 1 }, ran: [40], before: 1 }],
    ['none of the one that takes longer than usual',          80, { rules: POOLS, ran: [4_000, 20] }],
    ['none where all take longer than usual',          undefined, { rules: POOLS, ran: [4_000, 101] }],
  ]
  for (const [what, expectedS, given] of CASES)
    it(`tells when it gets ${what}: ${expectedS === undefined ? 'unknown' : `in ${expectedS} s`}`, async () => {
      await rows(ENDED, [await served.job({ state: 'FINISHED' })])
      const inS = await estimateOf(given)
      if (expectedS === undefined) assert.equal(inS, undefined)
      else assert.ok(inS !== undefined && inS > expectedS - 5 && inS <= expectedS, `${inS}`)
    })
})

const ENDED = /* sql */ `
update callsheet.job set run_started = finished - interval '100 seconds' where id = ? returning id`
const RUNS = /* sql */ `
update callsheet.job set groups = '{few}', run_started = callsheet.now() - ? * interval '1 second' where id = ? returning id`
