import assert from 'node:assert/strict'
import { readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { fatal } from '../../../steps/engine/declare/step.ts'
import type { LandedFile } from '../../../steps/files/copy-plan.ts'
import copyFile from '../../../steps/job-types/copy-file.ts'
import moveFile from '../../../steps/job-types/move-file.ts'
import type { Bench } from '../context.ts'
import { cleanUp, runJob } from '../files.ts'
import { benchToCopy, pathsIn } from './to-copy.ts'

const LONG = 'x'.repeat(256)
const TOO_LONG = `has a name that is too long for its file system: “${LONG}” has 256 bytes`

describe('COPY_FILE and MOVE_FILE', () => {
  let here: Bench
  const { at, uri, to, names } = pathsIn(() => here.media)
  beforeEach(async () => {
    here = await benchToCopy()
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
    ['clip.mov',     LONG,          (media) => `destinationUri: “file://${media}/${LONG}” ${TOO_LONG}`],
    ['clip.mov',     `new/${LONG}`, (media) => `destinationUri: “file://${media}/new/${LONG}” ${TOO_LONG}`],
  ]
  for (const [from, destination, reason] of refusals) {
    it(`refuse to write ${from} to ${destination.slice(0, 20) || 'its own folder'}`, async () => {
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
})
