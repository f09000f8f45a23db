import assert from 'node:assert/strict'
import { readdir, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LandedFile } from '../../../steps/files/copy-plan.ts'
import copyFile from '../../../steps/job-types/copy-file.ts'
import moveFile from '../../../steps/job-types/move-file.ts'
import { smallDisk } from '../../tasks/files/small-disk.ts'
import type { Bench, Given } from '../context.ts'
import { runJob } from '../files.ts'
import { benchToCopy, pathsIn } from './to-copy.ts'

describe('COPY_FILE and MOVE_FILE', () => {
  let here: Bench
  const { at, uri, names } = pathsIn(() => here.media)
  beforeEach(async () => {
    here = await benchToCopy()
  })
  afterEach(() => here[Symbol.asyncDispose]())

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

    it('they do not wait for the room that only the holes of a file would need', async function () {
      const { mounted, given } = await disk(this, 512)
      await using _disk = mounted
      for (const type of [copyFile, moveFile]) {
        await truncate(at('clip.mov'), 20_000_000)
        assert.deepEqual((await runJob(here, type, given)).last, { ended: 'finished' })
        assert.equal((await stat(join(mounted.path, 'clip.mov'))).size, 20_000_000)
        await rm(join(mounted.path, 'clip.mov'))
      }
    })

    it('they wait for room for the data of a file with holes', async function () {
      const { mounted, given } = await disk(this, 512)
      await using _disk = mounted
      await writeFile(at('clip.mov'), Buffer.alloc(600_000, 'x'))
      await truncate(at('clip.mov'), 20_000_000)
      const { last } = await runJob(here, copyFile, given)
      assert.ok(last.ended === 'waitFor', JSON.stringify(last))
      assert.ok(Number(last.condition.data?.['bytes']) < 700_000, JSON.stringify(last))
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
})
