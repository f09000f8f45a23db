import assert from 'node:assert/strict'
import { mkdir, readFile, readlink, rename, symlink } from 'node:fs/promises'
import { fatal } from '../../../steps/engine/declare/step.ts'
import moveFile from '../../../steps/job-types/move-file.ts'
import type { Bench } from '../context.ts'
import { runJob } from '../files.ts'
import { benchToCopy, pathsIn } from './to-copy.ts'

describe('MOVE_FILE', () => {
  let here: Bench
  const { at, uri, to, names } = pathsIn(() => here.media)
  beforeEach(async () => {
    here = await benchToCopy()
  })
  afterEach(() => here[Symbol.asyncDispose]())

  // biome-ignore format: a table
  for (const [what, target] of [
    ['to a file',                 'clip.mov'],
    ['to a link to a file',       'other-link.mov'],
    ['in a folder that is a link', 'clip.mov'],
  ] as const)
    it(`refuses a source that is a link ${what}, and changes neither the link nor the file`, async () => {
      await symlink(at('clip.mov'), at('other-link.mov'))
      await symlink(at(target), at('named.mov'))
      await symlink(here.media, at('folder'))
      const source = what.includes('folder') ? 'folder/named.mov' : 'named.mov'
      const before = await names()
      const { last } = await runJob(here, moveFile, to(source, 'out/'))
      assert.deepEqual(last, fatal(`sourceUri: ${uri(source)} is a symbolic link`))
      assert.deepEqual([await names(), await names('out')], [before, []])
      assert.equal(await readlink(at('named.mov')), at(target))
      assert.equal(await readFile(at('clip.mov'), 'utf8'), 'content')
    })

  it('reveals of a link outside the media roots only that it is outside', async () => {
    const { last } = await runJob(
      here,
      moveFile,
      to('', 'out/', { metadata: { sourceUri: 'file:///proc/self/exe' } }),
    )
    assert.ok(last.ended === 'fatal')
    assert.match(last.reason, /^sourceUri: “file:\/\/\/proc\/self\/exe” is outside the media roots/)
  })

  it('moves a file in a folder that is a link', async () => {
    await mkdir(at('real'))
    await rename(at('clip.mov'), at('real', 'clip.mov'))
    await symlink(at('real'), at('folder'))
    assert.deepEqual((await runJob(here, moveFile, to('folder/clip.mov', 'out/'))).last, {
      ended: 'finished',
    })
    assert.deepEqual([await names('real'), await names('out')], [[], ['clip.mov']])
  })
})
