/** A THUMBNAIL job ends by how many of the requested pictures it could make. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { agentHere } from '../../agent-here.ts'
import { scriptedJob } from '../../scripted-job.ts'
import { serving } from '../../serving.ts'
import { H264, make, PICTURE } from '../../tasks/machine.ts'

describe('A THUMBNAIL job of a video of two seconds', function () {
  this.timeout(60_000)
  const served = serving({ TEST_JOBS: 'true', SETTLED_AFTER: '0' })
  const { ask } = served
  const { start, becomes } = scriptedJob(served, 'THUMBNAIL')
  let stack: AsyncDisposableStack
  before(async () => {
    stack = new AsyncDisposableStack()
    stack.use(await agentHere(served.api(), 'a', { SETTLED_AFTER: '0' }))
    await make(join(served.api().mediaRoot, 'clip.mp4'), [...PICTURE(2), ...H264])
  })
  after(() => stack.disposeAsync())

  // biome-ignore format: a table
  for (const [times, state, made, reason] of [
    ['0 1',   'FINISHED',         ['[TC:0@1000]', '[TC:1000@1000]'], undefined],
    ['12 1',  'FINISHED_WARNING', ['[TC:1000@1000]'],                'no picture at 12.000 s: 12000@1000 is not before the end of the video at 2 s'],
    ['12',    'FAILED_TOTAL',     [],                                'thumbnailTimeCodes: 12000@1000 is not before the end of the video at 2 s'],
  ] as const)
    it(`is ${state} for the times ${times}, with ${made.length} pictures`, async () => {
      const sourceUri = `file://${join(served.api().mediaRoot, 'clip.mp4')}`
      const id = await start({ sourceUri, thumbnailTimeCodes: times })
      await becomes(id, state)
      const { body } = await ask(`GET /job/${id}?metadata=true`)
      const data: readonly { readonly key: string; readonly value: string }[] = body.data
      const thumbnails = data.find(({ key }) => key === 'thumbnails')?.value ?? '{}'
      assert.deepEqual(Object.keys(JSON.parse(thumbnails)), made)
      if (reason !== undefined) assert.ok(JSON.stringify(body).includes(reason), JSON.stringify(body))
    })
})
