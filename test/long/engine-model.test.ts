import { play, seedToPlay } from './engine-model/play.ts'
import { RealFarm } from './engine-model/real-farm.ts'

/** Overridden to play for longer: `MODEL_FOR=3600 npm run test:long`. Seconds of each farm. */
const FOR_S = Number(process.env['MODEL_FOR'] ?? 180)

/** Farms that differ in what bounds them. */
// biome-ignore format: a table
const FARMS = [
  ['with room for all', { CPU_SLOTS: '8' }],
  ['with two slots', { CPU_SLOTS: '2' }],
  ['with places for two jobs', { CPU_SLOTS: '6', CONCURRENT_JOBS: '2' }],
] as const

describe('a real farm, whatever it is asked and whatever befalls it', () => {
  for (const [title, settings] of FARMS)
    it(`moves by the tables, gets nothing stuck and says why, ${title}`, async function () {
      this.timeout(FOR_S * 1_000 + 300_000)
      const began = performance.now()
      const first = seedToPlay()
      for (let seed = first; performance.now() - began < FOR_S * 1_000; seed += 1) {
        await using farm = await RealFarm.start(settings)
        await play(farm, seed, { commands: 40, strikes: true })
        if (process.env['SEED'] !== undefined) return
      }
    })
})
