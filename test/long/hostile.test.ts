import { sendHostile } from '../server/hostile.ts'
import { serving } from '../serving.ts'

/** Overridden to look for longer: `HOSTILE=1000000 npm run test:long`. */
const MANY = Number(process.env['HOSTILE'] ?? 100_000)

describe('hostile requests, for long', () => {
  const { api, job } = serving()
  before(async () => {
    for (let id = 1; id <= 3; id += 1) await job({ user: 'bob' })
  })

  it(`are refused or answered, ${MANY} of them`, async () => sendHostile(api(), MANY)).timeout(MANY * 20)
})
