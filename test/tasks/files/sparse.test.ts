import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { open, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { copy } from '../../../tasks/files/copy.ts'
import { Tasks } from '../../../tasks/task.ts'
import { folder } from '../machine.ts'
import { smallDisk } from './small-disk.ts'

const never = new AbortController().signal
const [BLOCK, MIB] = [4_096, 1_048_576]

describe('a copy of a file with holes', () => {
  let place: Awaited<ReturnType<typeof folder>>
  let tasks: Tasks
  const at = (name: string) => join(place.path, name)
  beforeEach(async () => {
    place = await folder()
    tasks = new Tasks()
  })
  afterEach(async () => {
    await tasks[Symbol.asyncDispose]()
    await place[Symbol.asyncDispose]()
  })

  // biome-ignore format: a table
  for (const [what, size, written] of [
    ['of nothing but a hole',                3 * MIB,         []],
    ['of a hole that ends within a block',   3 * MIB + 1,     []],
    ['with data at its start',               3 * MIB,         [0]],
    ['with data at its end',                 3 * MIB,         [3 * MIB - BLOCK]],
    ['with data after the first MiB',        3 * MIB,         [MIB - BLOCK, MIB]],
    ['with every other block a hole',        MIB,             [0, 2, 4, 6].map((block) => block * BLOCK)],
    ['with data in its last, partial block', 2 * MIB + 100,   [2 * MIB]],
  ] as const)
    it(`${what} is identical and has the same holes`, async () => {
      await writeFile(at('from'), '')
      await truncate(at('from'), size)
      await using file = await open(at('from'), 'r+')
      for (const start of written) await file.write(randomBytes(Math.min(BLOCK, size - start)), 0, null, start)
      const copied = await copy(at('from'), at('to'), { signal: never, tasks })
      assert.equal(copied.ended, 'done', JSON.stringify(copied))
      await promisify(execFile)('cmp', [at('from'), at('to')])
      const [from, to] = [await stat(at('from')), await stat(at('to'))]
      assert.deepEqual([to.size, to.blocks], [size, from.blocks])
    })

  it('keeps the zeros that a dense file has, in one piece', async () => {
    await writeFile(at('from'), Buffer.alloc(2 * MIB))
    await copy(at('from'), at('to'), { signal: never, tasks })
    assert.equal((await stat(at('to'))).blocks, (await stat(at('from'))).blocks)
  })

  it('fits on a disk that its size does not', async function () {
    const disk = await smallDisk(1_024)
    if (!disk) return this.skip()
    await using small = disk
    await writeFile(at('from'), 'data at the start')
    await truncate(at('from'), 50 * MIB)
    const copied = await copy(at('from'), join(small.path, 'to'), { signal: never, tasks })
    assert.equal(copied.ended, 'done', JSON.stringify(copied))
    await promisify(execFile)('cmp', [at('from'), join(small.path, 'to')])
  })

  it('reports that the disk is full if its data do not fit', async function () {
    const disk = await smallDisk(512)
    if (!disk) return this.skip()
    await using full = disk
    await writeFile(at('from'), randomBytes(MIB))
    await truncate(at('from'), 2 * MIB)
    const copied = await copy(at('from'), join(full.path, 'to'), { signal: never, tasks })
    assert.equal(copied.ended, 'disk-full', JSON.stringify(copied))
  })

  it('can be stopped, and then is not of the full size', async () => {
    const stop = new AbortController()
    await writeFile(at('from'), '')
    await truncate(at('from'), 64 * MIB)
    const follow = { signal: stop.signal, tasks, onProgress: () => stop.abort() }
    assert.deepEqual(await copy(at('from'), at('to'), follow), { ended: 'stopped' })
    assert.ok((await stat(at('to'))).size < 64 * MIB)
  })
})
