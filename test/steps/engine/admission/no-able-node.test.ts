import assert from 'node:assert/strict'
import { listProblems } from '../../../../schema/queries/problems/list-problems.ts'
import { why } from '../../../../steps/engine/why/why.ts'
import { type Farm, farm } from '../farm/farm.ts'
import { step } from '../farm/made-up-steps.ts'
import { rowsAreSound } from '../farm/rows-invariants.ts'

const NEEDS = {
  category: 'gpu_encode',
  encoder: 'hevc_nvenc',
  vramMiB: 500,
  reach: ['VX-2', 'VX-3'],
} as const

describe('A step that no node can run', function () {
  this.timeout(30_000)
  let one: Farm
  before(async () => {
    one = await farm({ ENCODE: [{ number: 100, step: step('encode', undefined, { needs: () => NEEDS }) }] })
  })
  after(() => one[Symbol.asyncDispose]())

  it('waits for exactly what no node has, also when that changes', async () => {
    await one.agent('a', 0)
    const job = await one.start('ENCODE')
    await explains(job, 'no-able-node', 'there is no node with slots for gpu_encode')
    await one.passes(6)
    await explains(job, 'problem', 'step 100 waits for a node with slots for gpu_encode (problem N)')

    const [problem] = await listProblems(one.test.database.em.fork(), job)
    assert.deepEqual(Object.fromEntries(problem?.data.map(({ key, value }) => [key, value]) ?? []), {
      ...{ resource: 'a node', requirement: 'with slots for gpu_encode' },
      ...{ category: 'gpu_encode', encoder: 'hevc_nvenc', vramMiB: '500', reach: 'VX-2 VX-3' },
    })

    const [slots, gpus] = [{ gpu_encode: 1 }, { gpu0: 8_000 }]
    await one.agent('b', 0, { capacity: { slots, gpus, reaches: ['VX-2'] } })
    await explains(job, 'no-able-node', 'there is no node with the encoder hevc_nvenc')
    await one.passes(6)
    await explains(job, 'problem', 'step 100 waits for a node with the encoder hevc_nvenc (problem N)')
    await one.agent('c', 0, { capacity: { slots, gpus, encoders: ['hevc_nvenc'], reaches: ['VX-2'] } })
    // Agent a reaches all storages, but has nothing else.
    const apart = 'with slots for gpu_encode and with the encoder hevc_nvenc and with a GPU of 500 MiB'
    await explains(job, 'no-able-node', `there is no node ${apart} and that reaches the storage VX-3`)
    await one.stop('a')
    await explains(job, 'no-able-node', 'there is no node that reaches the storage VX-3')
    await one.agent('d', 0, { capacity: { slots, gpus, encoders: ['hevc_nvenc'] } })
    assert.equal(await one.ended(job), 'FINISHED')
    assert.deepEqual(one.troubles, [])
    await rowsAreSound(one)
  })

  async function explains(job: number, cause: string, reason: string): Promise<void> {
    let given: unknown
    const holds = async () => {
      const found = await why(one.test.database.em.fork(), job)
      given = [found?.cause, found?.reason.replace(/problem \d+/, 'problem N')]
      return JSON.stringify(given) === JSON.stringify([cause, reason])
    }
    await one.until(`job ${job} is ${cause}: ${reason}`, holds).catch((error: unknown) => {
      assert.fail(`${String(error)}, but ${JSON.stringify(given)}`)
    })
  }
})
