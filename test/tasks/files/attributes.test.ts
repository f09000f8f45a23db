import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, chown, type FileHandle, open, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { dropPermissions, keepAttributes } from '../../../tasks/files/attributes.ts'
import { folder } from '../machine.ts'

describe('keepAttributes', () => {
  let place: Awaited<ReturnType<typeof folder>>
  const at = (name: string) => join(place.path, name)
  beforeEach(async () => {
    place = await folder()
    for (const name of ['from', 'to']) await writeFile(at(name), name)
  })
  afterEach(() => place[Symbol.asyncDispose]())

  // biome-ignore format: a table
  for (const [what, time, micros] of [
    ['of a whole second',                       '2023-11-14T22:13:20Z',           1_700_000_000_000_000n],
    ['of a millisecond',                        '2023-11-14T22:13:20.001Z',       1_700_000_000_001_000n],
    ['of a millisecond between two floats',     '2023-11-14T22:13:20.247Z',       1_700_000_000_247_000n],
    ['of the last microsecond of a second',     '2023-11-14T22:13:20.999999999Z', 1_700_000_000_999_999n],
    ['before 1970',                             '1969-12-31T23:59:00Z',                    -60_000_000n],
  ] as const)
    it(`keeps times ${what}`, async () => {
      await promisify(execFile)('touch', ['-d', time, at('from')])
      await opened(keepAttributes)
      const { atimeNs, mtimeNs } = await stat(at('to'), { bigint: true })
      assert.deepEqual([atimeNs / 1_000n, mtimeNs / 1_000n], [micros, micros])
    })

  it('leaves the owner to a process that may not change it, and keeps the rest', async function () {
    if (process.getuid?.() !== 0) return this.skip()
    await chmod(at('from'), 0o664)
    await utimes(at('from'), 1_700_000_000, 1_700_000_000)
    await chown(at('to'), NOBODY, NOBODY)
    await asNobody()
    const { mode, uid, gid, mtimeMs } = await stat(at('to'))
    assert.deepEqual([mode & 0o7777, uid, gid, mtimeMs], [0o664, NOBODY, NOBODY, 1_700_000_000_000])
  })

  it('keeps the group for a process that belongs to it', async function () {
    if (process.getuid?.() !== 0) return this.skip()
    await chown(at('from'), 0, NOBODY)
    await chmod(at('from'), 0o640)
    await chown(at('to'), NOBODY, 12_345)
    await asNobody()
    const { mode, uid, gid } = await stat(at('to'))
    assert.deepEqual([mode & 0o7777, uid, gid], [0o640, NOBODY, NOBODY])
  })

  /** Runs keepAttributes in a process of the user and group nobody. */
  async function asNobody(): Promise<void> {
    await chmod(place.path, 0o755)
    const code = `
      import { open } from 'node:fs/promises'
      import { keepAttributes } from '${import.meta.resolve('../../../tasks/files/attributes.ts')}'
      await keepAttributes(await open('${at('from')}'), await open('${at('to')}', 'r+'))`
    const options = { uid: NOBODY, gid: NOBODY }
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], options)
  }

  async function opened(change: (from: FileHandle, to: FileHandle) => Promise<void>): Promise<void> {
    await using from = await open(at('from'))
    await using to = await open(at('to'), 'r+')
    await change(from, to)
  }
})

describe('dropPermissions', () => {
  it('leaves the permissions of a new file, without setuid and setgid', async () => {
    await using place = await folder()
    const [copied, fresh] = [join(place.path, 'copied'), join(place.path, 'new')]
    for (const path of [copied, fresh]) await writeFile(path, '')
    await chmod(copied, 0o6755)
    await using file = await open(copied, 'r+')
    await dropPermissions(file)
    assert.equal((await stat(copied)).mode, (await stat(fresh)).mode)
  })
})

const NOBODY = 65_534
