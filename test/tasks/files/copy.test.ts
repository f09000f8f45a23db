import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Copied, copy } from '../../../tasks/files/copy.ts'
import { Tasks } from '../../../tasks/task.ts'
import { folder } from '../machine.ts'
import { smallDisk } from './small-disk.ts'

const never = new AbortController().signal

describe('a copy', () => {
  let place: Awaited<ReturnType<typeof folder>>
  let tasks: Tasks
  const at = (name: string) => join(place.path, name)
  before(async () => {
    place = await folder()
    tasks = new Tasks()
  })
  after(async () => {
    await tasks[Symbol.asyncDispose]()
    await place[Symbol.asyncDispose]()
  })

  // biome-ignore format: a table
  for (const [what, size] of [
    ['of an empty file',        0],
    ['of a byte',               1],
    ['of a chunk',      1_048_576],
    ['of more than a chunk', 2_500_000],
  ] as const) {
    it(`${what} is identical and returns its checksum`, async () => {
      const content = randomBytes(size)
      await writeFile(at(`from-${size}`), content)
      const sha256 = createHash('sha256').update(content).digest('hex')
      const copied = await copy(at(`from-${size}`), at(`to-${size}`), { signal: never, tasks })
      assert.deepEqual(copied, { ended: 'done', size, sha256 })
      assert.ok((await readFile(at(`to-${size}`))).equals(content))
    })
  }

  it('replaces the leftover of an earlier run', async () => {
    await writeFile(at('short'), 'short')
    await writeFile(at('left'), 'a leftover that is longer')
    assert.equal((await copy(at('short'), at('left'), { signal: never, tasks })).ended, 'done')
    assert.equal(await readFile(at('left'), 'utf8'), 'short')
  })

  it('can be stopped before it is complete', async () => {
    const stop = new AbortController()
    await writeFile(at('sparse'), '')
    await truncate(at('sparse'), 4 * 1024 ** 3)
    const follow = { signal: stop.signal, tasks, onProgress: () => stop.abort() }
    assert.deepEqual(await copy(at('sparse'), at('half'), follow), { ended: 'stopped' })
    assert.ok((await stat(at('half'))).size < 1024 ** 3)
  })

  it('does not start if it was stopped before', async () => {
    const copied = await copy(at('short'), at('none'), { signal: AbortSignal.abort(), tasks })
    assert.equal(copied.ended, 'stopped')
  })

  // biome-ignore format: a table
  const failures: readonly (readonly [from: string, to: string, ended: Copied['ended'], message: RegExp])[] = [
    ['nothing', 'x',         'not-found', /nothing does not exist$/],
    ['.',       'x',         'failed',    /could not be copied: .*EISDIR/],
    ['short',   'no/folder', 'failed',    /could not be copied: .*ENOENT/],
  ]
  for (const [from, to, ended, message] of failures) {
    it(`of ${from} to ${to} is ${ended}`, async () => {
      const copied = await copy(at(from), at(to), { signal: never, tasks })
      assert.equal(copied.ended, ended, JSON.stringify(copied))
      assert.match('message' in copied ? copied.message : '', message)
    })
  }

  it('reports that the disk is full', async function () {
    const disk = await smallDisk(512)
    if (!disk) return this.skip()
    await using full = disk
    await writeFile(at('large'), randomBytes(1_000_000))
    const copied = await copy(at('large'), join(full.path, 'large'), { signal: never, tasks })
    assert.equal(copied.ended, 'disk-full', JSON.stringify(copied))
  })
})
