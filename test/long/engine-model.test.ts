import { play, seedToPlay } from './engine-model/play.ts'
import { RealFarm } from './engine-model/real-farm.ts'

/** Time for each farm, s. To run longer: `MODEL_FOR=3600 npm run test:long`. */
const FOR_S = Number(process.env['MODEL_FOR'] ?? 60)

/** Farms with different limits. If the queue has rules, many jobs are created. */
// biome-ignore format: a table
const FARMS = [
  ['without limits',           false, { CPU_SLOTS: '8' }],
  ['with two slots',           false, { CPU_SLOTS: '2' }],
  ['with places for two jobs', true,  { CPU_SLOTS: '6', CONCURRENT_JOBS: '2' }],
  ['with job pools',           true,  { CPU_SLOTS: '6', JOB_POOLS: 'HIGH:1 LOWEST:1 MEDIUM:1' }],
  ['with task groups',         true,  { CPU_SLOTS: '6', TASK_GROUPS: 'TEST:max=4;type=TEST step-200:max=2;data=step-200' }],
  ['with pools and groups',    true,  { CPU_SLOTS: '4', JOB_POOLS: 'LOW:2 LOWEST:1', TASK_GROUPS: 'step-150:max=1;data=step-150' }],
] as const

describe('A real farm, under any commands and failures,', () => {
  for (const [title, crowd, settings] of FARMS)
    it(`follows the transition tables, leaves no job stuck and explains every state, ${title}`, async function () {
      this.timeout(FOR_S * 1_000 + 300_000)
      const began = performance.now()
      const first = seedToPlay()
      for (let seed = first; performance.now() - began < FOR_S * 1_000; seed += 1) {
        await using farm = await RealFarm.start(settings)
        await play(farm, seed, { commands: 40, strikes: true, crowd })
        if (process.env['SEED'] !== undefined) return
      }
    })
})
