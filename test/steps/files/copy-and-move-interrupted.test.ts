import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { link, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { fatal } from '../../../steps/engine/declare/step.ts'
import copyFile from '../../../steps/job-types/copy-file.ts'
import moveFile from '../../../steps/job-types/move-file.ts'
import { partialName } from '../../../tasks/files/land.ts'
import type { Bench, Given } from '../context.ts'
import { cleanUp, runJob } from '../files.ts'
import { benchToCopy, pathsIn } from './to-copy.ts'

describe('COPY_FILE and MOVE_FILE', () => {
  let here: Bench
  const { at, to, names } = pathsIn(() => here.media)
  beforeEach(async () => {
    here = await benchToCopy()
  })
  afterEach(() => here[Symbol.asyncDispose]())

  it('leave one whole file if the process is killed during the copy and another one takes over', async () => {
    await truncate(at('clip.mov'), 200_000_000)
    const [final, partial] = [at('out', 'clip.mov'), partialName(at('out', 'clip.mov'), 'VX-1', 100, 1)]
    const child = spawn(process.execPath, ['test/tasks/files/copy-until-killed.ts', at('clip.mov'), partial])
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    assert.deepEqual(await names('out'), ['.clip.VX-1.100.1.partial.mov'])
    const { last } = await runJob(here, copyFile, to('clip.mov', 'out/', { run: 2 }))
    assert.deepEqual(last, { ended: 'finished' })
    assert.deepEqual(await names('out'), ['clip.mov'])
    await promisify(execFile)('cmp', [at('clip.mov'), final])
  })

  it('end promptly after an abort or a stop, and discard the partial file', async () => {
    await truncate(at('clip.mov'), 2_000_000_000)
    for (const which of ['signal', 'stop'] as const) {
      const control = new AbortController()
      const context = here.context({ ...to('clip.mov', 'out/'), [which]: control.signal, number: 100 })
      const step = copyFile.stages[0]?.step
      assert.ok(step?.runsAs === 'STARTED_ASYNCHRONOUS')
      const outcome = await step.run({ ...context, progress: () => control.abort() })
      const reasons = { signal: 'stopped', stop: 'stopped before the copy was complete' } as const
      assert.equal('reason' in outcome ? outcome.reason : '', reasons[which])
      await step.discard?.(context)
      assert.deepEqual(await names('out'), [])
    }
  })

  describe('after a crash during a move', () => {
    const partial = () => partialName(at('out', 'clip.mov'), 'VX-1', 100, 1)
    const given = (results: Given['results'] = {}) => to('clip.mov', 'out/', { results, run: 2 })

    it('between the link and its record, the link is created again', async () => {
      await link(at('clip.mov'), partial())
      assert.deepEqual((await runJob(here, moveFile, given())).last, { ended: 'finished' })
      assert.deepEqual([await names(), await names('out')], [['a b.mov', 'out'], ['clip.mov']])
    })

    it('between landing or deletion and its record, the file is whole at its destination', async () => {
      for (const upTo of ['land-file', 'delete-source']) {
        const results = await ranUntil(upTo)
        assert.deepEqual((await runJob(here, moveFile, given(results))).last, { ended: 'finished' }, upTo)
        assert.deepEqual([await names(), await names('out')], [['a b.mov', 'out'], ['clip.mov']], upTo)
        await writeFile(at('clip.mov'), 'content')
        await rm(at('out', 'clip.mov'))
      }
    })

    it('clean-up removes the landed file while the source exists, and never the only file', async () => {
      for (const [upTo, left] of [
        ['land-file', [['a b.mov', 'clip.mov', 'out'], []]],
        ['delete-source', [['a b.mov', 'out'], ['clip.mov']]],
      ] as const) {
        await cleanUp(here, moveFile, given(await ranUntil(upTo)))
        assert.deepEqual([await names(), await names('out')], left, upTo)
      }
    })

    it('a source that was replaced is kept', async () => {
      const { 'move-file': moved } = await ranUntil('move-file')
      await rm(at('clip.mov'))
      await writeFile(at('clip.mov'), 'a newer one')
      const { last } = await runJob(here, moveFile, given({ 'move-file': moved }))
      assert.deepEqual(last, fatal(`${at('clip.mov')} has changed since it was copied; both files were kept`))
      assert.equal(await readFile(at('clip.mov'), 'utf8'), 'a newer one')
    })

    /** Runs the steps up to `last`; returns the results recorded before it, as after a crash. */
    async function ranUntil(last: string): Promise<Record<string, unknown>> {
      const results: Record<string, unknown> = {}
      for (const { step, number } of moveFile.stages) {
        if (step.runsAs === 'STARTED') continue
        const outcome = await step.run(here.context({ ...to('clip.mov', 'out/', { results }), number }))
        assert.equal(outcome.ended, 'finished')
        if (step.name === last && last !== 'move-file') return results
        results[step.name] = outcome.ended === 'finished' ? (outcome.result ?? null) : null
        if (step.name === last) return results
      }
      throw new Error(`unknown step ${last}`)
    }
  })
})
