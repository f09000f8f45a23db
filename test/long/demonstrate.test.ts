import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { demonstrate } from '../../server/demo/demonstrate.ts'

describe('npm run demo', function () {
  this.timeout(120_000)

  it('transcodes a clip, shows each step, and removes all files', async () => {
    const written: string[] = []
    const { signal } = new AbortController()
    const write = (text: string) => written.push(text)
    assert.ok(await demonstrate({ environment: process.env, signal, write, isTerminal: false }))
    const text = written.join('')
    for (const part of [
      'POST /API/job?type=TRANSCODE',
      '100 %',
      'VX-1 FINISHED',
      '<JobDocument',
      'codec_name=h264',
    ]) {
      assert.ok(text.includes(part), part)
    }
    const [, clip = ''] = /: (\/.*\/clip\.mp4)\n/.exec(text) ?? []
    assert.ok(clip && !existsSync(clip))
  })

  it('ends at once and removes all files when it is stopped', async () => {
    const stop = new AbortController()
    const said: string[] = []
    const write = (text: string) => {
      said.push(text)
      if (text.startsWith('POST ')) stop.abort()
    }
    await assert.rejects(
      demonstrate({ environment: process.env, signal: stop.signal, write, isTerminal: false }),
    )
    const [, clip = ''] = /: (\/.*\/clip\.mp4)\n/.exec(said.join('')) ?? []
    assert.ok(clip && !existsSync(clip))
  })
})
