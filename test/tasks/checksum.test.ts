import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readlinkSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Tasks } from '../../tasks/task.ts'
import { eventually, folder } from './machine.ts'

const never = new AbortController().signal
const ABC = {
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
  md5: '900150983cd24fb0d6963f7d28e17f72',
} as const

/** Whether this process has the file open. */
function isOpen(path: string): boolean {
  return readdirSync('/proc/self/fd').some((fd) => targetOf(`/proc/self/fd/${fd}`) === path)
}

function targetOf(fd: string): string | undefined {
  try {
    return readlinkSync(fd)
  } catch {
    return undefined // closed in the meantime
  }
}

describe('the checksum task', () => {
  it('computes SHA-256 by default, and other algorithms on request', async () => {
    await using place = await folder()
    await using tasks = new Tasks()
    const path = join(place.path, 'abc')
    await writeFile(path, 'abc')
    const { sha256, ...others } = ABC
    assert.deepEqual(await tasks.run('checksum', { path }, never), {
      ended: 'done',
      sizeBytes: 3,
      checksums: { sha256 },
    })
    assert.deepEqual(await tasks.run('checksum', { path, algorithms: ['sha1', 'md5'] }, never), {
      ended: 'done',
      sizeBytes: 3,
      checksums: others,
    })
  })

  it('agrees with sha256sum on a file of many chunks', async () => {
    await using place = await folder()
    await using tasks = new Tasks()
    const path = join(place.path, 'many')
    await writeFile(path, Buffer.alloc(5_000_001, 'chunk'))
    const summed = await tasks.run('checksum', { path }, never)
    assert.ok(summed.ended === 'done')
    assert.equal(
      summed.checksums.sha256,
      execFileSync('sha256sum', [path], { encoding: 'utf8' }).split(' ')[0],
    )
  })

  it('returns a value for a missing file and for a folder, and does not throw', async () => {
    await using tasks = new Tasks()
    assert.deepEqual(await tasks.run('checksum', { path: '/nowhere' }, never), {
      ended: 'not-found',
      message: '/nowhere does not exist',
    })
    assert.equal((await tasks.run('checksum', { path: '/' }, never)).ended, 'unreadable')
  })
})

describe('a thread task', () => {
  it('can be stopped in the middle of its work, after which the next one runs', async () => {
    await using tasks = new Tasks({ threads: 1 })
    await tasks.run('checksum', { path: '/dev/null' }, never)
    const stop = new AbortController()
    const endless = tasks.run('checksum', { path: '/dev/zero' }, stop.signal)
    await eventually('the task reads', async () => isOpen('/dev/zero'))
    stop.abort()
    assert.deepEqual(await endless, { ended: 'stopped' })
    await eventually('the task has closed its file', async () => !isOpen('/dev/zero'))
    assert.equal((await tasks.run('checksum', { path: '/dev/null' }, never)).ended, 'done')
  })

  it('can be stopped before it starts', async () => {
    await using tasks = new Tasks()
    assert.deepEqual(await tasks.run('checksum', { path: '/dev/zero' }, AbortSignal.abort()), {
      ended: 'stopped',
    })
  })

  it('can be stopped while it is queued', async () => {
    await using tasks = new Tasks({ threads: 1 })
    const stop = new AbortController()
    void tasks.run('checksum', { path: '/dev/zero' }, never)
    const waiting = tasks.run('checksum', { path: '/dev/zero' }, stop.signal)
    stop.abort()
    assert.deepEqual(await waiting, { ended: 'stopped' })
  })

  it('is stopped when the pool is disposed', async () => {
    let endless: Promise<{ readonly ended: string }>
    {
      await using tasks = new Tasks()
      endless = tasks.run('checksum', { path: '/dev/zero' }, never)
      await eventually('the task reads', async () => isOpen('/dev/zero'))
    }
    assert.deepEqual(await endless, { ended: 'stopped' })
    await eventually('the task has closed its file', async () => !isOpen('/dev/zero'))
  })

  it('starts the pool: no thread exists before the first task', () => {
    const threads = (): number => readdirSync('/proc/self/task').length
    const before = threads()
    new Tasks()
    assert.equal(threads(), before)
  })
})
