import { play, seedToPlay } from '../../long/engine-model/play.ts'
import { RealFarm } from '../../long/engine-model/real-farm.ts'

const COMMANDS = 30

describe('a real farm, whatever it is asked', function () {
  this.timeout(180_000)
  let farm: RealFarm

  before(async () => {
    farm = await RealFarm.start({ CPU_SLOTS: '3' })
  })
  after(() => farm[Symbol.asyncDispose]())

  it('moves by the tables, holds its limits, gets nothing stuck and says why', () =>
    play(farm, seedToPlay(), { commands: COMMANDS, strikes: false, crowd: false }))
})
