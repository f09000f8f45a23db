import assert from 'node:assert/strict'
import { link, mkdir, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { roomIn, type Storage, storageOf } from '../../../tasks/files/storages.ts'
import { folder } from '../machine.ts'

const STORAGES: readonly Storage[] = [
  { id: 'VX-1', name: 'all', root: '/mnt', state: 'ONLINE' },
  { id: 'VX-2', name: 'fast', root: '/mnt/fast', state: 'ONLINE' },
  { id: 'VX-3', name: 'odd', root: '/a b/', state: 'ONLINE' },
]

describe('the storage of a file is the one with the longest root:', () => {
  // biome-ignore format: a table
  for (const [uri, id] of [
    ['file:///mnt/x.mov',        'VX-1'],
    ['/mnt/x.mov',               'VX-1'],
    ['file:///mnt/fast/x.mov',   'VX-2'],
    ['file:///mnt/fast',         'VX-2'],
    ['file:///mnt/faster/x.mov', 'VX-1'],
    ['file:///a%20b/x',          'VX-3'],
    ['file:///elsewhere',        undefined],
    ['file:///mnt/../elsewhere', undefined],
    ['http://mnt/x',             undefined],
  ] as const)
    it(`${uri} → ${id ?? 'none'}`, () => assert.equal(storageOf(uri, STORAGES)?.id, id))
})

describe('the free space of a storage', () => {
  it('is its capacity minus its files, where a file with two names counts once', async () => {
    await using place = await folder()
    const storage = { id: 'VX-1', name: 'x', root: place.path, capacity: 1_000, state: 'ONLINE' } as const
    assert.equal(await roomIn(storage), 1_000)
    await mkdir(join(place.path, 'deep'))
    await writeFile(join(place.path, 'deep', 'one'), Buffer.alloc(600))
    await link(join(place.path, 'deep', 'one'), join(place.path, 'other'))
    assert.equal(await roomIn(storage), 400)
    await writeFile(join(place.path, 'more'), Buffer.alloc(600))
    assert.equal(await roomIn(storage), 0)
  })

  it('is not reduced by the holes of a file', async () => {
    await using place = await folder()
    const storage = { id: 'VX-1', name: 'x', root: place.path, capacity: 1_000, state: 'ONLINE' } as const
    await writeFile(join(place.path, 'holes'), '')
    await truncate(join(place.path, 'holes'), 1_000_000)
    assert.equal(await roomIn(storage), 1_000)
  })
})
