import { play, seedToPlay } from '../../long/engine-model/play.ts'
import { RealFarm } from '../../long/engine-model/real-farm.ts'

const COMMANDS = 30

describe('a real farm under random commands', function () {
  this.timeout(180_000)
  let farm: RealFarm

  before(async () => {
    farm = await RealFarm.start({ CPU_SLOTS: '3' })
  })
  after(() => farm[Symbol.asyncDispose]())

  it('makes only valid transitions, keeps its limits, gets no job stuck and explains its state', () =>
    play(farm, seedToPlay(), { commands: COMMANDS, strikes: false, crowd: false }))
})
