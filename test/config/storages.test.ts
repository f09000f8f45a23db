import assert from 'node:assert/strict'
import { readConfig } from '../../config/config.ts'
import { readStorages } from '../../config/storages.ts'
import { storagesOf } from '../../server/process/tools.ts'

describe('STORAGES', () => {
  // biome-ignore format: a table
  const rows: readonly (readonly [text: string, read: object])[] = [
    ['',                                       { value: [] }],
    ['a=file:///mnt/a/',                       { value: [{ name: 'a', root: '/mnt/a', state: 'ONLINE' }] }],
    [' a=file:///a  b=file:///b%20c/;state=OFFLINE;capacity=5 ', { value: [
      { name: 'a', root: '/a', state: 'ONLINE' }, { name: 'b', root: '/b c', state: 'OFFLINE', capacity: 5 }] }],
    ['a=file:///;',                            { value: [{ name: 'a', root: '/', state: 'ONLINE' }] }],
    ['a',                                      { expected: 'name=file:///root/ in “a”' }],
    ['a=/mnt',                                 { expected: 'name=file:///root/ in “a=/mnt”' }],
    ['a=http://x/',                            { expected: 'name=file:///root/ in “a=http://x/”' }],
    ['a=file:///a;size=1',                     { expected: 'capacity=(bytes), state=ONLINE or state=OFFLINE after the root in “a=file:///a;size=1”' }],
    ['a=file:///a;capacity=1GB',               { expected: 'capacity=(bytes), state=ONLINE or state=OFFLINE after the root in “a=file:///a;capacity=1GB”' }],
    ['a=file:///a;state=AWAY',                 { expected: 'capacity=(bytes), state=ONLINE or state=OFFLINE after the root in “a=file:///a;state=AWAY”' }],
    ['a=file:///a a=file:///b',                { expected: 'a unique name and root in “a=file:///b”' }],
    ['a=file:///a b=file:///a/',               { expected: 'a unique name and root in “b=file:///a/”' }],
  ]
  for (const [text, read] of rows)
    it(`reads ${JSON.stringify(text)}`, () => assert.deepEqual(readStorages(text), read))
})

describe('the storages', () => {
  // biome-ignore format: a table
  for (const [what, STORAGES, storages] of [
    ['are the media roots',                           '',                          ['VX-1 one /mnt/one', 'VX-2 two /two']],
    ['are the declared ones and the other roots',     'fast=file:///mnt/one/fast', ['VX-1 fast /mnt/one/fast', 'VX-2 one /mnt/one', 'VX-3 two /two']],
    ['do not repeat a root inside a declared one',    'all=file:///mnt/',          ['VX-1 all /mnt', 'VX-2 two /two']],
  ] as const) {
    it(what, () => {
      const read = readConfig({ MEDIA_ROOTS: '/mnt/one:/two', STORAGES })
      assert.ok('config' in read)
      assert.deepEqual(storagesOf(read.config).map(({ id, name, root }) => `${id} ${name} ${root}`), storages)
    })
  }
})
