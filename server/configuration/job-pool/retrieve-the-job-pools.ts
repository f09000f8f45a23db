/** Retrieves the job pools, and which jobs have their places: `GET /configuration/job-pool`. */
import { JobPoolListDocument } from '../../../schema/documents/job-pool.ts'
import { readRules } from '../../../schema/queries/admission/queue-rules.ts'
import type { RunningJobs } from '../../../schema/queries/admission/ready-steps.ts'
import { runningJobs } from '../../../schema/queries/admission/running-jobs.ts'
import { placeTaking, poolUse } from '../../../steps/engine/admission/pool-use.ts'
import { operation } from '../../http/operation.ts'
import { slotsOfFarm } from './slots-of-farm.ts'

export default operation({
  title: 'Retrieve the job pool configuration',
  description:
    'The job pools with the number of jobs that have their places now, and `concurrentJobs`. As text/plain: one line for ' +
    'each number (`concurrentJobs`, `running`, `immediate`) and each pool (`pool`, threshold, size, running), separated by tabs.',
  method: 'GET',
  path: '/configuration/job-pool',
  role: '_administrator',
  produces: JobPoolListDocument,
  plain: lines,
}).answer(async ({ em }) => {
  const [{ pools, concurrentJobs }, running, slots] = await Promise.all([
    readRules(em),
    runningJobs(em),
    slotsOfFarm(em),
  ])
  const use = poolUse(pools, running)
  const inPlaces = count(placeTaking(running))
  return {
    concurrentJobs: concurrentJobs ?? (slots || undefined),
    pool: pools.map((pool, at) => ({ ...pool, running: use[at] ?? 0 })),
    running: inPlaces,
    immediate: count(running) - inPlaces,
  }
})

function count(running: readonly RunningJobs[]): number {
  return running.reduce((sum, { count: more }) => sum + more, 0)
}

function lines(document: JobPoolListDocument): readonly (readonly string[])[] {
  const { concurrentJobs, pool, running = 0, immediate = 0 } = document
  return [
    ...(concurrentJobs === undefined ? [] : [['concurrentJobs', concurrentJobs]]),
    ...pool.map((one) => ['pool', one.priorityThreshold, one.size, one.running ?? 0]),
    ['running', running],
    ['immediate', immediate],
  ].map((line) => line.map(String))
}
