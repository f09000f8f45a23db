/** `estimate` of `GET /job/{job-id}/reason` (Callsheet extension): when a queued job is likely to start. */
import assert from 'node:assert/strict'
import type { QueueRules } from '../../../schema/queue.ts'
import { serving } from '../../serving.ts'
import { Queue } from './queue-as.ts'

interface Case {
  /** Slots of the only host. Default: more than the jobs need. */
  readonly slots?: number
  readonly rules?: Partial<QueueRules>
  /** The time that each running job has run, s. */
  readonly ran: readonly number[]
  /** The number of jobs queued before it. */
  readonly before?: number
}

describe('The estimate of a queued job whose type usually takes 100 s', () => {
  const served = serving()
  const { ask, rows } = served
  const queue = new Queue(served)
  beforeEach(() => queue.empty())

  /** The time that the queued job is likely to wait, s. */
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

  it('is absent before a job of its type has ended', async () =>
    assert.equal(await estimateOf({ slots: 1, ran: [0] }), undefined))

  const POOLS = { pools: [{ priorityThreshold: 'LOWEST', size: 2 }] } as const
  const GROUPS = { groups: [{ name: 'few', maxConcurrency: 2, jobs: [{}] }] }
  // biome-ignore format: a table
  const CASES: readonly (readonly [what: string, expectedS: number | undefined, given: Case])[] = [
    ['the slot of the job that has run longest',              30, { slots: 3, ran: [10, 70, 40] }],
    ['a place by concurrentJobs, despite free slots',         60, { rules: { concurrentJobs: 1 }, ran: [40] }],
    ['a place in the pools, despite free slots',              90, { rules: POOLS, ran: [10, 5] }],
    ['a place in its task group, despite free slots',         90, { rules: GROUPS, ran: [10, 5] }],
    ['a place after the job before it',                      160, { rules: { concurrentJobs: 1 }, ran: [40], before: 1 }],
    ['no place of a job that takes longer than usual',        80, { rules: POOLS, ran: [4_000, 20] }],
    ['no place while all take longer than usual',      undefined, { rules: POOLS, ran: [4_000, 101] }],
  ]
  for (const [what, expectedS, given] of CASES)
    it(`is ${expectedS === undefined ? 'absent' : `in ${expectedS} s`} if the job gets ${what}`, async () => {
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
