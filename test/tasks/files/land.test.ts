import assert from 'node:assert/strict'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { hasLanded, land, landByRename, partialName, removePartials } from '../../../tasks/files/land.ts'
import { folder } from '../machine.ts'

describe('the partial name of a run', () => {
  const cases = [
    ['/media/clip.mp4', '/media/.clip.VX-1.200.17.partial.mp4'],
    ['/media/clip', '/media/.clip.VX-1.200.17.partial'],
    ['/media/a.b.mov', '/media/.a.b.VX-1.200.17.partial.mov'],
    ['/media/.hidden', '/media/..hidden.VX-1.200.17.partial'],
    ['/media/a b ü.mp4', '/media/.a b ü.VX-1.200.17.partial.mp4'],
  ] as const
  for (const [final, partial] of cases) {
    it(`of ${final} is ${partial}`, () => assert.equal(partialName(final, 'VX-1', 200, 17), partial))
  }

  it('is never too long for a file system, and differs for names that differ at their end', () => {
    const [one, other] = ['a', 'b'].map((end) =>
      basename(partialName(`/media/${'ü'.repeat(124)}${end}.mp4`, 'VX-1', 200, 17)),
    )
    assert.ok(Buffer.byteLength(one ?? '') <= 255)
    assert.notEqual(one, other)
    assert.match(one ?? '', /\.VX-1\.200\.17\.partial\.mp4$/)
  })
})

for (const [how, take] of [
  ['by a hard link', land],
  ['by a rename, where there are no hard links', landByRename],
] as const) {
  describe(`a partial file lands ${how}`, () => {
    it('if the final name is free', async () => {
      await using place = await folder()
      const [partial, final] = [join(place.path, '.a.partial'), join(place.path, 'a')]
      await writeFile(partial, 'whole')
      assert.equal(await take(partial, final), 'landed')
      assert.equal(await readFile(final, 'utf8'), 'whole')
    })

    it('but not if the final name is taken, and the file there stays', async () => {
      await using place = await folder()
      const [partial, final] = [join(place.path, '.a.partial'), join(place.path, 'a')]
      await writeFile(partial, 'new')
      await writeFile(final, 'old')
      assert.equal(await take(partial, final), 'taken')
      assert.equal(await readFile(final, 'utf8'), 'old')
      assert.equal(await readFile(partial, 'utf8'), 'new')
    })

    it('whole and exactly once when twenty runs try at once', async () => {
      await using place = await folder()
      const final = join(place.path, 'a')
      const runs = Array.from({ length: 20 }, (_, run) => ({
        run,
        partial: partialName(final, 'VX-1', 200, run),
      }))
      for (const { partial, run } of runs) await writeFile(partial, `of run ${run}`)
      const landed = await Promise.all(
        runs.map(async ({ partial, run }) => ({ run, landed: await take(partial, final) })),
      )
      const [winner, ...others] = landed.filter((one) => one.landed === 'landed')
      assert.deepEqual(others, [])
      assert.equal(landed.filter((one) => one.landed === 'taken').length, 19)
      assert.equal(await readFile(final, 'utf8'), `of run ${winner?.run}`)
    })

    it('only if it exists, and leaves no empty file otherwise', async () => {
      await using place = await folder()
      await assert.rejects(take(join(place.path, 'nothing'), join(place.path, 'a')), { code: 'ENOENT' })
      assert.deepEqual(await readdir(place.path), [])
    })
  })
}

describe('after a crash between landing and recording it', () => {
  it('landing again returns already-ours', async () => {
    await using place = await folder()
    const [partial, final] = [join(place.path, '.a.partial'), join(place.path, 'a')]
    await writeFile(partial, 'whole')
    await land(partial, final)
    assert.equal(await land(partial, final), 'already-ours')
  })

  it('the next run detects that the previous one has landed', async () => {
    await using place = await folder()
    const final = join(place.path, 'a.mp4')
    await writeFile(partialName(final, 'VX-1', 200, 16), 'half')
    await writeFile(partialName(final, 'VX-1', 200, 17), 'whole')
    assert.equal(await hasLanded(final, 'VX-1', 200), false)
    await land(partialName(final, 'VX-1', 200, 17), final)
    assert.equal(await hasLanded(final, 'VX-1', 200), true)
    assert.equal(await hasLanded(final, 'VX-1', 300), false)
    assert.equal(await hasLanded(join(place.path, 'b.mp4'), 'VX-1', 200), false)
  })
})

describe('removePartials', () => {
  const others = [
    'a.mp4',
    '.a.VX-1.200.17.partial.mov',
    '.a.VX-1.201.17.partial.mp4',
    '.a.VX-1.200.x.partial.mp4',
    '.a.VX-11.200.17.partial.mp4',
    '.ab.VX-1.200.17.partial.mp4',
  ]
  const ours = ['.a.VX-1.200.9.partial.mp4', '.a.VX-1.200.16.partial.mp4', '.a.VX-1.200.17.partial.mp4']
  const cases = [
    ['removes the partial files of all runs of the step and no others', undefined, []],
    ['removes only the partial files of earlier runs if asked to', 16, ours.slice(1)],
  ] as const
  for (const [what, beforeRun, left] of cases) {
    it(what, async () => {
      await using place = await folder()
      for (const name of [...others, ...ours]) await writeFile(join(place.path, name), '')
      await removePartials(join(place.path, 'a.mp4'), 'VX-1', 200, beforeRun)
      assert.deepEqual((await readdir(place.path)).sort(), [...others, ...left].sort())
    })
  }

  it('accepts a folder that does not exist', () => removePartials('/nowhere/a.mp4', 'VX-1', 200))
})
