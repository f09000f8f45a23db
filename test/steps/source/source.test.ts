import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { appendFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcome } from '../../../steps/engine/declare/step.ts'
import { waitFor } from '../../../steps/engine/declare/step.ts'
import copyFile from '../../../steps/job-types/copy-file.ts'
import fileAnalyze from '../../../steps/job-types/file-analyze.ts'
import moveFile from '../../../steps/job-types/move-file.ts'
import thumbnail from '../../../steps/job-types/thumbnail.ts'
import transcode from '../../../steps/job-types/transcode.ts'
import { toStopGrowing } from '../../../steps/problems/file.ts'
import { type Bench, bench } from '../context.ts'
import { runJob } from '../files.ts'

describe('a source', function () {
  this.timeout(10_000)
  let here: Bench
  let path: string
  const growing = () => waitFor(toStopGrowing(`file://${path}`))
  beforeEach(async () => {
    here = await bench()
    path = join(here.media, 'notes.mov')
    await writeFile(path, 'These are notes, and no film.\n'.repeat(100))
  })
  afterEach(() => here[Symbol.asyncDispose]())

  /** The outcome of a job with this source and this setting. */
  async function outcomeOf(type: typeof copyFile, settledMs: number): Promise<Outcome> {
    const metadata = { sourceUri: `file://${path}`, destinationUri: `file://${here.media}/out/` }
    return (await runJob(here, type, { metadata, tools: { settledMs } })).last
  }

  async function wasWritten(agoMs: number): Promise<void> {
    const written = (Date.now() - agoMs) / 1_000
    await utimes(path, written, written)
  }

  for (const type of [copyFile, moveFile, fileAnalyze, thumbnail, transcode])
    it(`that was written to just now is waited for by ${type.name}`, async () =>
      assert.deepEqual(await outcomeOf(type, 60_000), growing()))

  for (const type of [copyFile, moveFile, fileAnalyze, thumbnail, transcode])
    for (const [kind, make] of [
      ['a FIFO', (to: string) => execFileSync('mkfifo', [to])],
      ['a folder', (to: string) => mkdirSync(to)],
      ['a device', (to: string) => symlinkSync('/dev/zero', to)],
    ] as const)
      it(`that is ${kind} is refused at once by ${type.name}`, async () => {
        rmSync(path)
        make(path)
        const began = performance.now()
        const outcome = await outcomeOf(type, 60_000)
        assert.equal(outcome.ended, 'fatal', JSON.stringify(outcome))
        assert.match(
          'reason' in outcome ? String(outcome.reason) : '',
          /is not a file$|outside the media roots/,
        )
        assert.ok(performance.now() - began < 2_000)
      })

  it('that has been unchanged for SETTLED_AFTER is read immediately', async () => {
    await wasWritten(61_000)
    const began = performance.now()
    assert.equal((await outcomeOf(copyFile, 60_000)).ended, 'finished')
    assert.ok(performance.now() - began < 2_000)
  })

  it('that was written to just now is read immediately if SETTLED_AFTER is 0', async () =>
    assert.equal((await outcomeOf(copyFile, 0)).ended, 'finished'))

  it('with a modification time in the future is read if it does not grow', async () => {
    await wasWritten(-3_600_000)
    assert.equal((await outcomeOf(copyFile, 200)).ended, 'finished')
  })

  it('with a modification time in the future is waited for if it grows', async () => {
    await wasWritten(-3_600_000)
    const outcome = outcomeOf(copyFile, 500)
    await sleep(200)
    await appendFile(path, 'more')
    await wasWritten(-3_600_000)
    assert.deepEqual(await outcome, growing())
  })

  it('that cannot be decoded is waited for if it grows', async () => {
    await wasWritten(61_000)
    const outcome = outcomeOf(fileAnalyze, 2_000)
    await sleep(1_500)
    await appendFile(path, 'more')
    assert.deepEqual(await outcome, growing())
  })

  it('that cannot be decoded and does not grow fails', async () => {
    await wasWritten(61_000)
    const outcome = await outcomeOf(fileAnalyze, 300)
    assert.ok(outcome.ended === 'fatal' && outcome.reason.startsWith(`${path} is not a media file`))
  })
})
