import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { constants } from 'node:fs'
import { open, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { finished, type Outcome } from '../../../steps/engine/declare/step.ts'
import { probeFile } from '../../../steps/source/probe-file.ts'
import { withStallTimeout } from '../../../steps/source/with-stall-timeout.ts'
import type { Tools } from '../../../steps/tools.ts'
import { checkOutput } from '../../../steps/transcode/check-output.ts'
import { UNCONFINED } from '../../../tasks/program/confinement.ts'
import { eventually, programs } from '../../tasks/machine.ts'
import { type Bench, bench, type Given } from '../context.ts'

type Run = Parameters<typeof withStallTimeout>[0]['run']

describe('a step with a stall timeout', function () {
  this.timeout(20_000)
  let here: Bench
  let hung: string
  const tools = { stallMs: 1_000 }
  const stalled: Outcome = { ended: 'retry', reason: 'stalled: the file system did not respond for 1 s' }
  beforeEach(async () => {
    here = await bench()
    hung = join(here.media, 'hung.mp4')
    // Opening a FIFO blocks until its other end is opened, like a share that no longer responds.
    execFileSync('mkfifo', [hung])
  })
  afterEach(async () => {
    // Unblocks pending calls, which then read an empty file.
    await (await open(hung, constants.O_RDWR | constants.O_NONBLOCK)).close()
    await here[Symbol.asyncDispose]()
  })

  const stepWith = (run: Run, discard = async () => undefined) =>
    withStallTimeout({
      name: 'fake',
      description: 'Fake step.',
      runsAs: 'STARTED_ASYNCHRONOUS',
      run,
      discard,
    })
  const outcomeOf = (run: Run, given: Given = { tools }) => stepWith(run).run(here.context(given))

  it('is retried as stalled if the file system does not respond', async () =>
    assert.deepEqual(
      await outcomeOf(async () => finished(await stat('/proc/self').then(() => read(hung)))),
      stalled,
    ))

  it('is retried as stalled if the file system does not respond to its thread', async () => {
    const summed: Run = async ({ tools, signal }, beats) =>
      finished(await tools.tasks.run('checksum', { path: hung, beats }, signal))
    assert.deepEqual(await outcomeOf(summed), stalled)
    // The pool has replaced the thread.
    const context = here.context()
    const again = await here.tools.tasks.run('checksum', { path: '/dev/null' }, context.signal)
    assert.equal(again.ended, 'done')
  })

  it('is not stalled while its threads or the step itself make progress', async () => {
    const large = join(here.media, 'large.mov')
    await writeFile(large, '')
    await truncate(large, 150 * 1024 ** 2)
    const summed: Run = async ({ tools, signal }, beats) => {
      const { ended } = await tools.tasks.run('checksum', { path: large, beats }, signal)
      return finished(`${ended} after ${Atomics.load(beats, 0)} beats`)
    }
    assert.deepEqual(await outcomeOf(summed), finished('done after 150 beats'))
    const slow: Run = async ({ progress }) => {
      for (let at = 0; at < 15; at += 1) await sleep(100).then(() => progress(at))
      return finished()
    }
    assert.deepEqual(await outcomeOf(slow), finished())
  })

  it('has its signal aborted when it is abandoned, and its log ignored', async () => {
    const lines: string[] = []
    let abandoned: Parameters<Run>[0] | undefined
    const run: Run = (context) => {
      abandoned = context
      return new Promise(() => undefined)
    }
    const log = (_level: string, text: string) => lines.push(text)
    assert.deepEqual(await stepWith(run).run({ ...here.context({ tools }), log }), stalled)
    abandoned?.log('info', 'late')
    assert.deepEqual([abandoned?.signal.aborted, lines], [true, []])
  })

  it('never stalls if STALL_AFTER is 0', async () => {
    const run: Run = () => sleep(300).then(() => finished())
    assert.deepEqual(await outcomeOf(run, { tools: { stallMs: 0 } }), finished())
  })

  it('ends some seconds after an abort even if it hangs', async () => {
    const began = performance.now()
    const outcome = await outcomeOf(async () => finished(await read(hung)), {
      signal: AbortSignal.timeout(100),
    })
    assert.deepEqual(outcome, { ended: 'retry', reason: 'stopped' })
    assert.ok(performance.now() - began < 15_000)
  })

  /** An ffprobe that hangs. It writes its process id, so it is not confined. */
  async function hangingPrograms(pid: string): Promise<Tools['programs']> {
    const path = join(here.media, 'ffprobe')
    await writeFile(path, `#!/bin/sh\necho $$ > ${pid}\nexec sleep 600\n`, { mode: 0o755 })
    const found = await programs()
    return async () => ({ ...found, ffprobe: { ...found.ffprobe, path, confinement: UNCONFINED } })
  }

  it('that checks outputs is retried if ffprobe hangs', async () => {
    const [partial, final] = [join(here.media, 'partial.mp4'), join(here.media, 'web.mp4')]
    await writeFile(partial, 'film')
    const results = { transcode: [{ tag: 'web', partial, final }] }
    const hanging = await hangingPrograms(join(here.media, 'pid'))
    const context = here.context({ results, tools: { ...tools, programs: hanging } })
    assert.deepEqual(await checkOutput.run(context), stalled)
  })

  it('that analyzes is retried if ffprobe hangs, and ffprobe is killed', async () => {
    const pid = join(here.media, 'pid')
    await writeFile(join(here.media, 'clip.mp4'), 'film')
    const hanging = await hangingPrograms(pid)
    const metadata = { sourceUri: `file://${here.media}/clip.mp4` }
    const context = here.context({ metadata, tools: { ...tools, programs: hanging } })
    assert.deepEqual(await probeFile.run(context), stalled)
    const started = (await read(pid)).toString().trim()
    await eventually(
      'ffprobe has ended',
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
