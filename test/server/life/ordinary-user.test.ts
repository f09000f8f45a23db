import assert from 'node:assert/strict'
import { chownSync } from 'node:fs'
import { join } from 'node:path'
import { Home } from './home.ts'

describe('an ordinary user', function () {
  this.timeout(40_000)
  before(function () {
    // Without root, all the other tests have run as an ordinary user.
    if (process.platform !== 'linux' || process.geteuid?.() !== 0) this.skip()
  })

  it('can start the server in their own folder, transcode a file, and stop without leftovers', async () => {
    await using home = new Home()
    chownSync(home.dataDir, NOBODY, NOBODY)
    const wrap = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--']
    const server = await home.start({ wrap })
    const sourceUri = `file://${join(home.dataDir, 'media', 'sample.mp4')}`
    await server.final(await server.submit({ sourceUri, tags: 'lowres' }), 'FINISHED')
    assert.deepEqual(await server.stop('SIGTERM'), { code: 0, signal: null })
    assert.deepEqual(home.processes(), [])
  })
})

/** A user that every passwd file contains. */
const NOBODY = 65_534
