import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { constants } from 'node:fs'
import { open, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { finished, type Outcome } from '../../../steps/engine/declare/step.ts'
import { probeFile } from '../../../steps/source/probe-file.ts'
import { withStallTimeout } from '../../../steps/source/with-stall-timeout.ts'
import { checkOutput } from '../../../steps/transcode/check-output.ts'
import { eventually, programs } from '../../tasks/machine.ts'
import { type Bench, bench, type Given } from '../context.ts'

type Run = Parameters<typeof withStallTimeout>[0]['run']

describe('a step that works on files', function () {
  this.timeout(20_000)
  let here: Bench
  let hung: string
  const tools = { stallMs: 1_000 }
  const stalled: Outcome = { ended: 'retry', reason: 'stalled: the file system gave no answer for 1 s' }
  beforeEach(async () => {
    here = await bench()
    hung = join(here.media, 'hung.mp4')
    // Opening it takes until somebody opens its other end, as on a share that has gone away.
    execFileSync('mkfifo', [hung])
  })
  afterEach(async () => {
    // Whoever hangs in it goes on, and finds it empty.
    await (await open(hung, constants.O_RDWR | constants.O_NONBLOCK)).close()
    await here[Symbol.asyncDispose]()
  })

  const made = (run: Run, discard = async () => undefined) =>
    withStallTimeout({ name: 'made', description: 'Made up.', runsAs: 'STARTED_ASYNCHRONOUS', run, discard })
  const ends = (run: Run, given: Given = { tools }) => made(run).run(here.context(given))

  it('is tried again as stalled when the file system gives no answer', async () =>
    assert.deepEqual(
      await ends(async () => finished(await stat('/proc/self').then(() => read(hung)))),
      stalled,
    ))

  it('is tried again as stalled when a thread of it gets no answer', async () => {
    const summed: Run = async ({ tools, signal }, beats) =>
      finished(await tools.tasks.run('checksum', { path: hung, beats }, signal))
    assert.deepEqual(await ends(summed), stalled)
    // The thread is not missed.
    const context = here.context()
    const again = await here.tools.tasks.run('checksum', { path: '/dev/null' }, context.signal)
    assert.equal(again.ended, 'done')
  })

  it('is not held up while its threads get on, or it tells of progress', async () => {
    const large = join(here.media, 'large.mov')
    await writeFile(large, '')
    await truncate(large, 150 * 1024 ** 2)
    const summed: Run = async ({ tools, signal }, beats) => {
      const { ended } = await tools.tasks.run('checksum', { path: large, beats }, signal)
      return finished(`${ended} after ${Atomics.load(beats, 0)} beats`)
    }
    assert.deepEqual(await ends(summed), finished('done after 150 beats'))
    const slow: Run = async ({ progress }) => {
      for (let at = 0; at < 15; at += 1) await sleep(100).then(() => progress(at))
      return finished()
    }
    assert.deepEqual(await ends(slow), finished())
  })

  it('is told that it was given up, and is not heard any more', async () => {
    const heard: string[] = []
    let was: Parameters<Run>[0] | undefined
    const run: Run = (context) => {
      was = context
      return new Promise(() => undefined)
    }
    const log = (_level: string, text: string) => heard.push(text)
    assert.deepEqual(await made(run).run({ ...here.context({ tools }), log }), stalled)
    was?.log('info', 'late')
    assert.deepEqual([was?.signal.aborted, heard], [true, []])
  })

  it('may take for ever where the setting says so', async () => {
    const run: Run = () => sleep(300).then(() => finished())
    assert.deepEqual(await ends(run, { tools: { stallMs: 0 } }), finished())
  })

  it('ends though it hangs, some seconds after it was aborted', async () => {
    const began = performance.now()
    const ended = await ends(async () => finished(await read(hung)), { signal: AbortSignal.timeout(100) })
    assert.deepEqual(ended, { ended: 'retry', reason: 'stopped' })
    assert.ok(performance.now() - began < 15_000)
  })

  it('that checks what was made is tried again when the file system gives no answer', async () => {
    const results = { transcode: [{ tag: 'web', partial: hung, final: join(here.media, 'web.mp4') }] }
    assert.deepEqual(await checkOutput.run(here.context({ results, tools })), stalled)
  })

  it('that analyzes is tried again when ffprobe gives no answer, and ffprobe is killed', async () => {
    const path = join(here.media, 'ffprobe')
    const pid = join(here.media, 'pid')
    await writeFile(path, `#!/bin/sh\necho $$ > ${pid}\nexec sleep 600\n`, { mode: 0o755 })
    await writeFile(join(here.media, 'clip.mp4'), 'film')
    const found = await programs()
    const hanging = async () => ({ ...found, ffprobe: { ...found.ffprobe, path } })
    const metadata = { sourceUri: `file://${here.media}/clip.mp4` }
    const context = here.context({ metadata, tools: { ...tools, programs: hanging } })
    assert.deepEqual(await probeFile.run(context), stalled)
    const started = (await read(pid)).toString().trim()
    await eventually(
      'ffprobe is gone',
      () =>
        stat(`/proc/${started}`).then(
          () => false,
          () => true,
        ),
      5_000,
    )
  })
})

async function read(path: string): Promise<Buffer> {
  await using file = await open(path, 'r')
  return file.readFile()
}
