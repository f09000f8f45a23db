import { play, seedToPlay } from './engine-model/play.ts'
import { RealFarm } from './engine-model/real-farm.ts'

/** Overridden to play for longer: `MODEL_FOR=3600 npm run test:long`. Seconds of each farm. */
const FOR_S = Number(process.env['MODEL_FOR'] ?? 180)

/** Farms that differ in what bounds them; where the queue has rules, the jobs come in crowds. */
// biome-ignore format: a table
const FARMS = [
  ['with room for all',        false, { CPU_SLOTS: '8' }],
  ['with two slots',           false, { CPU_SLOTS: '2' }],
  ['with places for two jobs', true,  { CPU_SLOTS: '6', CONCURRENT_JOBS: '2' }],
  ['with job pools',           true,  { CPU_SLOTS: '6', JOB_POOLS: 'HIGH:1 LOWEST:1 MEDIUM:1' }],
  ['with task groups',         true,  { CPU_SLOTS: '6', TASK_GROUPS: 'TEST:max=4;type=TEST step-200:max=2;data=step-200' }],
  ['with pools and groups',    true,  { CPU_SLOTS: '4', JOB_POOLS: 'LOW:2 LOWEST:1', TASK_GROUPS: 'step-150:max=1;data=step-150' }],
] as const

describe('a real farm, whatever it is asked and whatever befalls it', () => {
  for (const [title, crowd, settings] of FARMS)
    it(`moves by the tables, gets nothing stuck and says why, ${title}`, async function () {
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
