import assert from 'node:assert/strict'
import { chmod, mkdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { executable } from '../../../tasks/ffmpeg/executable.ts'
import { findPrograms } from '../../../tasks/ffmpeg/programs.ts'
import { folder } from '../machine.ts'

/** A program that answers `-version` as an ffmpeg of that version would. */
async function fake(folder: string, version: string, configuration: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, 'ffmpeg')
  await writeFile(
    path,
    `#!/bin/sh\necho "ffmpeg version ${version} Copyright"\necho "configuration: ${configuration}"\n`,
    { mode: 0o755 },
  )
  return path
}

describe('ffmpeg is found', () => {
  const cases: readonly (readonly [string, (top: string) => Promise<object>, string, string])[] = [
    [
      'in its package, when there is nothing else',
      async () => ({ path: '/nowhere' }),
      'package',
      'n7.0-7-gd38bf5e08e-20240407',
    ],
    [
      'on PATH, before the package',
      async (top) => {
        await fake(join(top, 'b'), '5.1.9-0+deb12u1', '--enable-libx264')
        return { path: `${top}/a:${top}/b` }
      },
      'PATH',
      '5.1.9-0+deb12u1',
    ],
    [
      'where the configuration says, before PATH',
      async (top) => {
        await fake(join(top, 'b'), '5.1', '--enable-libx264')
        return { path: join(top, 'b'), ffmpeg: await fake(join(top, 'c'), '6.0', '') }
      },
      'configuration',
      '6.0',
    ],
    [
      'further on, when the one on PATH has no H.264',
      async (top) => {
        await fake(join(top, 'b'), '6.1', '--enable-libopenh264')
        return { path: join(top, 'b') }
      },
      'package',
      'n7.0-7-gd38bf5e08e-20240407',
    ],
    [
      'further on, when the one on PATH is older than 4.4',
      async (top) => {
        await fake(join(top, 'b'), '4.3.9', '--enable-libx264')
        await fake(join(top, 'c'), '4.4', '--enable-libx264')
        return { path: `${top}/b:${top}/c` }
      },
      'PATH',
      '4.4',
    ],
    [
      'further on, when the one on PATH is something else',
      async (top) => {
        await symlink('/bin/true', join(top, 'ffmpeg'))
        return { path: top }
      },
      'package',
      'n7.0-7-gd38bf5e08e-20240407',
    ],
  ]
  for (const [what, where, from, version] of cases) {
    it(what, async () => {
      await using place = await folder()
      const found = await findPrograms({ path: '', cache: place.path, ...(await where(place.path)) })
      assert.ok(!('missing' in found))
      assert.deepEqual([found.ffmpeg.from, found.ffmpeg.version], [from, version])
      assert.match(found.ffprobe.version, /^N-66595/)
    })
  }

  it('and says which encoders it has, when asked', async () => {
    const found = await findPrograms({ path: '', cache: '/etc/passwd/cache' })
    assert.ok(!('missing' in found))
    const encoders = await found.ffmpeg.encoders()
    for (const name of ['libx264', 'libx265', 'prores_ks', 'dnxhd', 'aac'])
      assert.ok(encoders.has(name), name)
    assert.ok(!encoders.has('libnope') && !encoders.has('='))
    assert.equal(await found.ffmpeg.encoders(), encoders)
  })
})

describe('ffmpeg is not found', () => {
  it('when what the configuration names does not work: nothing else is taken in its place', async () => {
    const found = await findPrograms({
      path: '',
      cache: '/etc/passwd/cache',
      ffmpeg: '/nowhere/ffmpeg',
      ffprobe: '/bin/true',
    })
    assert.deepEqual(found, {
      missing: [
        'ffmpeg: /nowhere/ffmpeg is not a working ffmpeg',
        'ffprobe: /bin/true is not a working ffprobe',
      ],
    })
  })
})

describe('a packaged program is made executable', () => {
  it('where it is, when it is ours', async () => {
    await using place = await folder()
    const path = join(place.path, 'ffprobe')
    await writeFile(path, '#!/bin/sh\n')
    await chmod(path, 0o644)
    assert.equal(await executable(path, '/etc/passwd/cache'), path)
    assert.equal((await stat(path)).mode & 0o777, 0o755)
  })

  it('in a copy, when it may not be changed where it is', async () => {
    await using place = await folder()
    // A file of /proc stands for one of another owner: it can be read, and refuses chmod even to root.
    const copy = await executable('/proc/version', join(place.path, 'cache'))
    assert.match(copy ?? '', /cache\/version-0-[0-9]+$/)
    assert.equal((await stat(copy ?? '')).mode & 0o777, 0o755)
    assert.equal(await executable('/proc/version', '/etc/passwd/cache'), undefined)
  })

  it('but not when there is none', async () =>
    assert.equal(await executable('/nowhere/ffprobe', '/etc/passwd/cache'), undefined))
})
