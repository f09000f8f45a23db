/** A user with write access to a media root swaps a folder for a link while jobs work in it. */
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import copyFile from '../../../steps/job-types/copy-file.ts'
import deleteFile from '../../../steps/job-types/delete-file.ts'
import moveFile from '../../../steps/job-types/move-file.ts'
import thumbnail from '../../../steps/job-types/thumbnail.ts'
import transcode from '../../../steps/job-types/transcode.ts'
import { land } from '../../../tasks/files/land.ts'
import { openFile, openFolder, removeFile } from '../../../tasks/files/open-folder.ts'
import { confinementHere, folder, H264, make, PICTURE } from '../../tasks/machine.ts'
import { type Bench, bench } from '../context.ts'
import { cleanUp, runJob } from '../files.ts'

/** Swaps a folder and a link as fast as it can, as nothing but a program of its own can. */
const SWAP = `
my ($folder, $link, $aside) = @ARGV; $| = 1; print "ready\\n";
while (1) { rename $folder, $aside; rename $link, $folder; rename $folder, $link; rename $aside, $folder }`

describe('a folder that is swapped for a link to elsewhere', function () {
  this.timeout(60_000)
  let here: Bench
  let outside: Awaited<ReturnType<typeof folder>>
  const at = (...names: readonly string[]) => join(here.media, ...names)
  beforeEach(async () => {
    here = await bench()
    outside = await folder()
    await mkdir(at('sub'))
    await writeFile(join(outside.path, 'source.bin'), 'secret'.repeat(50_000))
    await symlink(outside.path, at('link'))
  })
  afterEach(async () => {
    await here[Symbol.asyncDispose]()
    await outside[Symbol.asyncDispose]()
  })

  async function swapping(work: () => Promise<void>): Promise<void> {
    const swapper = spawn('perl', ['-e', SWAP, at('sub'), at('link'), at('aside')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(swapper.stdout, 'data')
    try {
      await work()
    } finally {
      swapper.kill('SIGKILL')
      await once(swapper, 'exit')
    }
  }

  it('is not waited for if it is a FIFO by now', async () => {
    execFileSync('mkfifo', [at('fifo')])
    await assert.rejects(openFile(at('fifo')), { message: `${at('fifo')} is not a file` })
    await assert.rejects(land(at('fifo'), at('final')))
  })

  for (const type of [copyFile, moveFile])
    it(`gets nothing from ${type.name}`, async () => {
      await swapping(async () => {
        for (let round = 0; round < 60; round += 1) {
          const source = at(`source-${round}.bin`)
          await writeFile(source, 'x'.repeat(300_000))
          const metadata = {
            sourceUri: `file://${source}`,
            destinationUri: `file://${at('sub', `copy-${round}.bin`)}`,
          }
          await runJob(here, type, { metadata }).catch(() => undefined)
        }
      })
      assert.deepEqual(await readdir(outside.path), ['source.bin'])
    })

  it('loses nothing to DELETE_FILE and to clean-up', async () => {
    await swapping(async () => {
      for (let round = 0; round < 100; round += 1) {
        const metadata = { sourceUri: `file://${at('sub', 'source.bin')}` }
        await runJob(here, deleteFile, { metadata }).catch(() => undefined)
        const destinationUri = `file://${at('sub', 'source.bin')}`
        await cleanUp(here, copyFile, { metadata: { ...metadata, destinationUri } }).catch(() => undefined)
      }
    })
    assert.deepEqual(await readdir(outside.path), ['source.bin'])
  })

  it('gives no content to COPY_FILE', async () => {
    await writeFile(at('sub', 'source.bin'), 'mine')
    await swapping(async () => {
      for (let round = 0; round < 60; round += 1) {
        const metadata = {
          sourceUri: `file://${at('sub', 'source.bin')}`,
          destinationUri: `file://${at(`out-${round}.bin`)}`,
        }
        await runJob(here, copyFile, { metadata }).catch(() => undefined)
      }
    })
    for (const name of await readdir(here.media))
      if (/out-/.test(name)) assert.doesNotMatch(await readFile(at(name), 'utf8'), /secret/)
  })

  for (const type of [transcode, thumbnail])
    it(`gets nothing from ${type.name}, where the kernel has Landlock`, async function () {
      if ((await confinementHere()).withFiles.length === 0) this.skip()
      const source = await make(at('clip.mp4'), [...PICTURE(0.2), ...H264])
      await swapping(async () => {
        for (let round = 0; round < 25; round += 1) {
          const destinationUri = `file://${at('sub', `out-${round}`)}`
          const metadata = {
            sourceUri: `file://${source}`,
            destinationUri,
            tags: 'lowres',
            thumbnailTimeCodes: '0',
          }
          await runJob(here, type, { metadata }).catch(() => undefined)
        }
      })
      assert.deepEqual(await readdir(outside.path), ['source.bin'])
    })
})

describe('a path is opened', () => {
  it('through folders only: a link on the way is an error', async () => {
    await using place = await folder()
    const at = (...names: readonly string[]) => join(place.path, ...names)
    await mkdir(at('real'))
    await writeFile(at('real', 'file'), 'x')
    await symlink(at('real'), at('link'))
    await symlink(at('real', 'file'), at('real', 'pointer'))
    await assert.rejects(openFolder(at('link')), { code: 'ENOTDIR', path: at('link') })
    await assert.rejects(openFolder(at('link', 'new'), { create: true }), { code: 'ENOTDIR' })
    await assert.rejects(openFile(at('link', 'file')), { code: 'ENOTDIR' })
    await assert.rejects(openFile(at('real', 'pointer')), { code: 'ELOOP', path: at('real', 'pointer') })
    await assert.rejects(removeFile(at('link', 'file')), { code: 'ENOTDIR' })
    await removeFile(at('real', 'pointer'))
    await removeFile(at('nowhere', 'file'))
    assert.deepEqual(await readdir(at('real')), ['file'])
  })

  it('and stays the same folder, whatever takes its name', async () => {
    await using place = await folder()
    const at = (...names: readonly string[]) => join(place.path, ...names)
    await using opened = await openFolder(at('one', 'two'), { create: true })
    await rename(at('one'), at('moved'))
    await writeFile(opened.at('file'), 'x')
    assert.deepEqual(await readdir(at('moved', 'two')), ['file'])
    await rm(at('moved'), { recursive: true })
    await assert.rejects(writeFile(opened.at('late'), 'x'), { code: 'ENOENT' })
  })
})
