/** A job type of one's own, from its definition to its output, on a real server with an agent. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { Home } from '../life/home.ts'
import { clip } from '../life/outside.ts'
import type { Server } from '../life/server.ts'

const builtIn = (step: number, method: string, more: object = {}) => ({
  ...{ step, jobType: 'ACME_PROXY', bean: 'callsheet', method, dependency: { previous: true } },
  ...more,
})

describe('A job type of its own', function () {
  this.timeout(60_000)
  let home: Home
  let server: Server
  let media: string

  before(async () => {
    home = new Home()
    media = await home.mediaFolder()
    await clip(join(media, 'clip.mp4'), 1)
    server = await home.start()
  })
  after(() => home[Symbol.asyncDispose]())

  it('runs built-in steps at numbers of its own, and leaves only their output', async () => {
    await server.define([
      builtIn(10, 'probe-file', { dependency: { step: 0 }, description: 'Looking at the source.' }),
      builtIn(25, 'transcode'),
      builtIn(30, 'check-output'),
      builtIn(40, 'register-output'),
      builtIn(50, 'remove-partial-names', { critical: false }),
      builtIn(90, 'remove-leftovers', { cleanup: true, dependency: { step: 0 } }),
    ])
    const metadata = { sourceUri: `file://${media}/clip.mp4`, tags: 'lowres' }
    const id = await server.submit(metadata, '', 'ACME_PROXY')
    const job = await server.final(id, 'FINISHED')
    assert.deepEqual(
      job.log?.task?.map(({ step }) => step),
      [10, 25, 30, 40, 50],
    )
    assert.deepEqual(home.filesIn(join(media, id)), ['clip-lowres.mp4'])
  })
})
