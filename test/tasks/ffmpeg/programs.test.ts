import assert from 'node:assert/strict'
import { chmod, mkdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { executable } from '../../../tasks/ffmpeg/executable.ts'
import { findPrograms } from '../../../tasks/ffmpeg/programs.ts'
import { UNCONFINED } from '../../../tasks/program/confinement.ts'
import { folder } from '../machine.ts'

/** A program that answers `-version` like an ffmpeg of that version. */
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

describe('a program that is found by a link', () => {
  it('may read its own folder', async () => {
    await using place = await folder()
    await fake(join(place.path, 'real'), '7.0', '--enable-libx264')
    await symlink(join(place.path, 'real', 'ffmpeg'), join(place.path, 'ffmpeg'))
    const found = await findPrograms({
      ...{ path: '/nowhere', ffmpeg: join(place.path, 'ffmpeg'), cache: '/nowhere' },
      confinement: UNCONFINED,
    })
    assert.ok('ffmpeg' in found)
    assert.deepEqual(found.ffmpeg.confinement?.folders, [join(place.path, 'real')])
  })
})

describe('ffmpeg is found', () => {
  const cases: readonly (readonly [string, (top: string) => Promise<object>, string, string])[] = [
    [
      'in its package by default',
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
      'at the configured path, before PATH',
      async (top) => {
        await fake(join(top, 'b'), '5.1', '--enable-libx264')
        return { path: join(top, 'b'), ffmpeg: await fake(join(top, 'c'), '6.0', '') }
      },
      'configuration',
      '6.0',
    ],
    [
      'elsewhere if the one on PATH was built without H.264',
      async (top) => {
        await fake(join(top, 'b'), '6.1', '--enable-libopenh264')
        return { path: join(top, 'b') }
      },
      'package',
      'n7.0-7-gd38bf5e08e-20240407',
    ],
    [
      'elsewhere if the one on PATH is older than 4.4',
      async (top) => {
        await fake(join(top, 'b'), '4.3.9', '--enable-libx264')
        await fake(join(top, 'c'), '4.4', '--enable-libx264')
        return { path: `${top}/b:${top}/c` }
      },
      'PATH',
      '4.4',
    ],
    [
      'elsewhere if the file on PATH is another program',
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

  it('and lists its encoders', async () => {
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
  it('if the configured program does not work: no other replaces it', async () => {
    const found = await findPrograms({
      path: '',
      cache: '/etc/passwd/cache',
      ffmpeg: '/nowhere/ffmpeg',
      ffprobe: '/bin/true',
    })
    assert.deepEqual(found, {
      missing: [
        'ffmpeg: /nowhere/ffmpeg is not a working ffmpeg: it does not exist',
        'ffprobe: /bin/true is not a working ffprobe: its -version is that of another program',
      ],
    })
  })
})

describe('a packaged program is made executable', () => {
  it('in place, if this user owns it', async () => {
    await using place = await folder()
    const path = join(place.path, 'ffprobe')
    await writeFile(path, '#!/bin/sh\n')
    await chmod(path, 0o644)
    assert.equal(await executable(path, '/etc/passwd/cache'), path)
    assert.equal((await stat(path)).mode & 0o777, 0o755)
  })

  it('as a copy, if it cannot be changed in place', async () => {
    await using place = await folder()
    // A file in /proc stands in for one of another owner: it is readable, but chmod fails even for root.
    const copy = await executable('/proc/version', join(place.path, 'cache'))
    assert.match(copy ?? '', /cache\/version-0-[0-9]+$/)
    assert.equal((await stat(copy ?? '')).mode & 0o777, 0o755)
    assert.equal(await executable('/proc/version', '/etc/passwd/cache'), undefined)
  })

  it('only if it exists', async () =>
    assert.equal(await executable('/nowhere/ffprobe', '/etc/passwd/cache'), undefined))
})
