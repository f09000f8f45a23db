import assert from 'node:assert/strict'
import { chownSync } from 'node:fs'
import { join } from 'node:path'
import { Home } from './home.ts'

describe('an ordinary user', function () {
  this.timeout(40_000)
  before(function () {
    // Who is no root has run all the other tests as an ordinary user.
    if (process.platform !== 'linux' || process.geteuid?.() !== 0) this.skip()
  })

  it('starts the server in a folder of their own, has a file transcoded, and leaves nothing', async () => {
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

/** Has an entry in every passwd. */
const NOBODY = 65_534
