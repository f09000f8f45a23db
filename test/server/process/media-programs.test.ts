/** Tests that a machine without ffmpeg is recognized, and recognized again once it has one. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { chmod, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readConfig } from '../../../config/config.ts'
import { programsNote } from '../../../server/process/check/check-programs.ts'
import { firstSample } from '../../../server/process/first-sample.ts'
import { openLog } from '../../../server/process/log.ts'
import { toolsOf } from '../../../server/process/tools.ts'
import { folder, programs } from '../../tasks/machine.ts'

describe('a machine whose ffmpeg', () => {
  it('breaks and is repaired is recognized both times', async () => {
    await using place = await folder()
    const { ffmpeg } = await programs()
    const path = join(place.path, 'ffmpeg')
    const config = configOf({ FFMPEG: path, DATA_DIR: place.path })
    const repair = () => writeFile(path, `#!/bin/sh\nexec ${ffmpeg.path} "$@"\n`, { mode: 0o755 })
    await using tools = toolsOf(config, {})
    await repair()
    assert.equal(await tools.lookUpPrograms(), undefined)
    await chmod(path, 0o644)
    const why = `ffmpeg: ${path} is not a working ffmpeg: it is not an executable file`
    assert.equal(await tools.lookUpPrograms(), why)
    assert.ok('missing' in (await tools.programs()))
    assert.equal(
      await programsNote('all', config, {}),
      `This machine takes no media steps, which wait for another node: ${why}\n`,
    )
    assert.equal(await programsNote('api', config, {}), '')
    await rm(path)
    await repair()
    assert.equal(await tools.lookUpPrograms(), undefined)
    assert.ok('ffmpeg' in (await tools.programs()))
    assert.equal(await programsNote('all', config, {}), '')
  })

  it('does not work still gets its media folder at the first start', async () => {
    await using place = await folder()
    const config = configOf({ FFMPEG: '/nope', DATA_DIR: place.path })
    await using tools = toolsOf(config, {})
    const log = openLog('silent', { isTerminal: false, hasColors: false })
    await firstSample(config, tools, log, new AbortController().signal)
    assert.ok(existsSync(join(place.path, 'media')))
    assert.ok(!existsSync(join(place.path, 'media', 'sample.mp4')))
  })
})

function configOf(environment: Readonly<Record<string, string>>) {
  const read = readConfig(environment)
  assert.ok('config' in read)
  return read.config
}
