import assert from 'node:assert/strict'
import { writePlacements } from '../../../../schema/queries/admission/write-placements.ts'
import { execute } from '../../../../schema/sql/execute.ts'
import { type Farm, farm } from '../farm/farm.ts'
import { step } from '../farm/made-up-steps.ts'

describe('A placement that is written while its step is withdrawn', function () {
  this.timeout(20_000)
  let one: Farm
  before(async () => {
    one = await farm({ ONE: [{ number: 100, step: step('one') }] })
  })
  after(() => one[Symbol.asyncDispose]())

  it('is dropped as soon as its node fetches it', async () => {
    const nodeId = await one.node('here')
    const job = await one.start('ONE')
    let pausing: Promise<boolean> | undefined
    await one.test.database.em.fork().transactional(async (em) => {
      const [ready] = await em.execute<{ id: number }[]>('select id from callsheet.step where job_id = ?', [
        job,
      ])
      const runsAs = 'STARTED_ASYNCHRONOUS' as const
      const where = { runsAs, nodeId, hostId: 'here', category: 'cpu', gpu: null, vram: 0 }
      await execute(em, ...writePlacements([{ stepId: ready?.id ?? 0, jobId: job, ...where }]))
      pausing = one.engine.pause(job, 'ann')
      await one.lockAwaited()
    })
    assert.equal(await pausing, true)
    assert.equal((await held()).length, 1, 'neither transaction sees the other')
    const attempts = one.attempts()
    for (const delivery of await one.fetch(nodeId)) void attempts.run(delivery)
    await attempts.stopAll('node stopped')
    assert.deepEqual(await held(), [])
    assert.deepEqual(await one.runs(job), [])
    assert.deepEqual(one.troubles, [])
  })

  const held = () => one.rows('select from callsheet.placement')
})
