/** Jobs with special needs: encoders, GPU memory, slot categories and storages, as set for each agent. */
import assert from 'node:assert/strict'
import { agentHere } from '../../agent-here.ts'
import { scriptedJob } from '../../scripted-job.ts'
import { serving } from '../../serving.ts'

const ENCODES = 'category=gpu_encode,encoder=hevc_nvenc'
const GPU = { GPU_ENCODE_SLOTS: '2', GPU_MEMORY: '10100' }

describe('A job with special needs', function () {
  this.timeout(40_000)
  const served = serving({ TEST_JOBS: 'true' })
  const { ask, rows } = served
  const { start, becomes, says } = scriptedJob(served)
  let stack: AsyncDisposableStack
  const joins = async (name: string, settings: Parameters<typeof agentHere>[2]) =>
    stack.use(await agentHere(served.api(), name, settings))
  beforeEach(() => {
    stack = new AsyncDisposableStack()
  })
  afterEach(() => stack.disposeAsync())

  // biome-ignore format: a table
  for (const [needs, first, lacks, able] of [
    [ENCODES,              {},                          'with slots for gpu_encode',    { ...GPU, ENCODERS: 'hevc_nvenc' }],
    [ENCODES,              { ...GPU, ENCODERS: 'x' },   'with the encoder hevc_nvenc',  { ...GPU, ENCODERS: 'hevc_nvenc' }],
    ['vram=8000',          { GPU_MEMORY: '4000 7999' }, 'with a GPU of 8000 MiB',       { GPU_MEMORY: '8000' }],
    ['category=gpu_ai',    GPU,                         'with slots for gpu_ai',        { GPU_AI_SLOTS: '1' }],
    ['reach=VX-1',         { REACHES: 'VX-2' },         'that reaches the storage VX-1', { REACHES: 'media' }],
  ] as const)
    it(`waits for a node ${lacks}, and continues when one joins: ${needs}`, async () => {
      await joins('first', first)
      const id = await start({ 'needs-100': needs })
      assert.equal(await says(id, 'no-able-node'), `There is no node ${lacks}.`)
      // Ages the step: a missing node becomes a problem only after some seconds, in case it restarts.
      await rows("update callsheet.step set changed = changed - interval '6 seconds' where state = 'READY'")
      const { waiting } = await becomes(id, 'WAITING')
      assert.deepEqual(waiting, { resourceId: 'a node', resourceType: 'NODE', requirement: lacks })
      assert.equal(await says(id, 'problem'), `Step 100 waits for a node ${lacks} (problem N).`)
      await joins('able', able)
      await becomes(id, 'FINISHED')
    })

  it('queues while the GPU memory is used, and says how much it needs and how much is free', async () => {
    await joins('gpu', { ...GPU, ENCODERS: 'hevc_nvenc' })
    const needs = { 'needs-100': `${ENCODES},vram=8000` }
    const holding = await start({ ...needs, 'step-100': 'hang' })
    await becomes(holding, 'STARTED')
    const id = await start({ ...needs, 'step-100': 'finish' })
    const full = 'It needs a GPU with 8000 MiB free; the most that one GPU has free is 2100 MiB.'
    assert.equal(await says(id, 'vram-full'), full)
    await ask(`DELETE /job/${holding}`)
    await becomes(id, 'FINISHED')
  })
})
