import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { link, mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Outcome } from '../../../steps/engine/declare/step.ts'
import type { LandedFile } from '../../../steps/files/land-file.ts'
import copyFile from '../../../steps/job-types/copy-file.ts'
import moveFile from '../../../steps/job-types/move-file.ts'
import { partialName } from '../../../tasks/files/land.ts'
import { smallDisk } from '../../tasks/files/small-disk.ts'
import { folder } from '../../tasks/machine.ts'
import { type Bench, bench, type Given } from '../context.ts'
import { cleanUp, runJob } from '../files.ts'

describe('COPY_FILE and MOVE_FILE', () => {
  let here: Bench
  const at = (...names: readonly string[]) => join(here.media, ...names)
  const uri = (name: string) => `file://${at(name)}`
  const to = (from: string, destination: string, more: Given = {}): Given => ({
    ...more,
    metadata: { sourceUri: uri(from), destinationUri: uri(destination), ...more.metadata },
  })
  const names = async (...path: readonly string[]) => (await readdir(at(...path))).toSorted()
  beforeEach(async () => {
    here = await bench()
    await mkdir(at('out'))
    await writeFile(at('a b.mov'), 'other')
    await writeFile(at('clip.mov'), 'content')
  })
  afterEach(() => here[Symbol.asyncDispose]())

  // biome-ignore format: a table
  for (const [destination, name] of [
    ['out',           'out/clip.mov'],
    ['out/',          'out/clip.mov'],
    ['new/',          'new/clip.mov'],
    ['out/other.mov', 'out/other.mov'],
    ['new/deep/x',    'new/deep/x'],
  ] as const) {
    it(`write clip.mov to ${name} if the destination is ${destination}`, async () => {
      for (const [type, stays] of [[copyFile, true], [moveFile, false]] as const) {
        const { last, results } = await runJob(here, type, to('clip.mov', destination))
        assert.deepEqual(last, { ended: 'finished' })
        assert.equal((results['land-file'] as LandedFile).uri, uri(name))
        assert.equal(await readFile(at(name), 'utf8'), 'content')
        assert.equal((await names()).includes('clip.mov'), stays)
        if (stays) await rm(at(name))
      }
    })
  }

  it('leave no other files', async () => {
    await runJob(here, copyFile, to('clip.mov', 'out/'))
    assert.deepEqual(await names('out'), ['clip.mov'])
  })

  it('return the checksum of the copy', async () => {
    const { results } = await runJob(here, copyFile, to('clip.mov', 'out/'))
    const sha256 = 'ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73'
    assert.deepEqual(results['land-file'], { uri: uri('out/clip.mov'), size: 7, sha256 })
  })

  it('never overwrite a file, and keep the source then', async () => {
    await writeFile(at('out', 'clip.mov'), 'of another user')
    for (const type of [copyFile, moveFile]) {
      const { last, results } = await runJob(here, type, to('clip.mov', 'out/'))
      assert.deepEqual(last, fatal(`destinationUri: ${uri('out/clip.mov')} already exists`))
      await cleanUp(here, type, to('clip.mov', 'out/', { results }))
      assert.equal(await readFile(at('out', 'clip.mov'), 'utf8'), 'of another user')
      assert.deepEqual(await names(), ['a b.mov', 'clip.mov', 'out'])
    }
  })

  // biome-ignore format: a table
  const refusals: readonly (readonly [from: string, destination: string, reason: (media: string) => string])[] = [
    ['none.mov',     'out/',        (media) => `sourceUri: file://${media}/none.mov does not exist`],
    ['out',          'new/',        (media) => `sourceUri: file://${media}/out is not a file`],
    ['clip.mov',     'clip.mov',    (media) => `destinationUri: file://${media}/clip.mov is the source itself`],
    ['clip.mov',     '',            (media) => `destinationUri: file://${media}/clip.mov is the source itself`],
    ['clip.mov',     'a%20b.mov/x', (media) => `destinationUri: “file://${media}/a%20b.mov/x” cannot be resolved (ENOTDIR)`],
  ]
  for (const [from, destination, reason] of refusals) {
    it(`refuse to write ${from} to ${destination || 'its own folder'}`, async () => {
      for (const type of [copyFile, moveFile])
        assert.deepEqual((await runJob(here, type, to(from, destination))).last, fatal(reason(here.media)))
      assert.deepEqual(await names(), ['a b.mov', 'clip.mov', 'out'])
    })
  }

  it('follow a link to the source and keep the name of the link', async () => {
    await symlink(at('clip.mov'), at('named.mov'))
    await runJob(here, copyFile, to('named.mov', 'out/'))
    assert.equal(await readFile(at('out', 'named.mov'), 'utf8'), 'content')
  })

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

  it('wait for the source to stop growing if it was written to meanwhile', async () => {
    await truncate(at('clip.mov'), 20_000_000)
    const step = copyFile.stages[0]?.step
    assert.ok(step?.runsAs === 'STARTED_ASYNCHRONOUS')
    const context = here.context({ ...to('clip.mov', 'out/'), number: 100 })
    let growing: Promise<void> | undefined
    const progress = (): void => {
      growing ??= truncate(at('clip.mov'), 20_000_001)
    }
    const outcome = await step.run({ ...context, progress })
    await growing
    const condition = {
      type: 'FILE',
      resource: uri('clip.mov'),
      requirement: 'to stop growing',
      checkS: 0.25,
    }
    assert.deepEqual(outcome, { ended: 'waitFor', condition })
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

  describe('to another file system', () => {
    async function disk(test: Mocha.Context, kibibytes: number) {
      const mounted = await smallDisk(kibibytes)
      if (!mounted) return test.skip()
      const storage = { id: 'VX-2', name: 'small', root: mounted.path, state: 'ONLINE' } as const
      const [mediaRoots, storages] = [
        [here.media, mounted.path],
        [...here.tools.storages, storage],
      ]
      const metadata = { sourceUri: uri('clip.mov'), destinationUri: `file://${mounted.path}/` }
      return { mounted, given: { metadata, tools: { mediaRoots, storages } } satisfies Given }
    }

    it('a move copies, verifies and deletes', async function () {
      const { mounted, given } = await disk(this, 512)
      await using _disk = mounted
      const { last, results } = await runJob(here, moveFile, given)
      assert.deepEqual(last, { ended: 'finished' })
      assert.ok((results['move-file'] as LandedFile).sha256)
      assert.deepEqual(await readdir(mounted.path), ['clip.mov'])
      assert.ok(!(await names()).includes('clip.mov'))
    })

    it('they wait for room, before they begin and when it has run out, and leave nothing', async function () {
      const { mounted, given } = await disk(this, 1024)
      await using _disk = mounted
      await writeFile(at('clip.mov'), Buffer.alloc(2_000_000, 'x'))
      // The second storage reports more space than the disk has, which then fills up during the copy.
      const [, small] = given.tools.storages
      assert.ok(small)
      for (const type of [copyFile, moveFile])
        for (const storages of [given.tools.storages, [{ ...small, root: '/', id: 'VX-2' }]]) {
          const { last } = await runJob(here, type, { ...given, tools: { ...given.tools, storages } })
          assert.ok(last.ended === 'waitFor', JSON.stringify(last))
          const { resource, requirement, data, words = '' } = last.condition
          assert.deepEqual([resource, requirement], ['VX-2', 'to have room'])
          // More than the total size of the disk, but not of the second storage.
          const tooSmall = 'but its total size is only 1 048 576 bytes'
          assert.equal(words.endsWith(tooSmall), storages === given.tools.storages, words)
          assert.ok(Number(data?.['bytes']) >= 2_000_000)
          assert.deepEqual(await readdir(mounted.path), [])
        }
    })
  })

  it('wait for a storage that is missing or declared OFFLINE, on either side', async () => {
    await using other = await folder()
    const root = join(other.path, 'not-mounted')
    const [media] = here.tools.storages
    assert.ok(media)
    const gone = { id: 'VX-2', name: 'gone', root, state: 'ONLINE' } as const
    const closed = { ...media, state: 'OFFLINE' } as const
    const [inside, away] = [uri('clip.mov'), `file://${root}/x.mov`]
    for (const [sourceUri, destinationUri, storages, id] of [
      [away, uri('out/'), [media, gone], 'VX-2'],
      [inside, away, [media, gone], 'VX-2'],
      [inside, uri('out/'), [closed, gone], 'VX-1'],
    ] as const) {
      const tools = { mediaRoots: [here.media, root], storages }
      const { last } = await runJob(here, copyFile, { metadata: { sourceUri, destinationUri }, tools })
      assert.ok(last.ended === 'waitFor', JSON.stringify(last))
      assert.deepEqual([last.condition.resource, last.condition.requirement], [id, 'to be online'])
    }
    assert.deepEqual(await readdir(other.path), [])
  })

  it('wait for a source that does not exist if waitForSource is set', async () => {
    const { last } = await runJob(
      here,
      copyFile,
      to('late.mov', 'out/', { metadata: { waitForSource: 'true' } }),
    )
    const condition = { type: 'FILE', resource: uri('late.mov'), requirement: 'to exist' }
    assert.deepEqual(last, { ended: 'waitFor', condition })
  })
})

function fatal(reason: string): Outcome {
  return { ended: 'fatal', reason }
}
