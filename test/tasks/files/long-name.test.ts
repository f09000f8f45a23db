import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { nameTooLong } from '../../../tasks/files/long-name.ts'
import { folder } from '../machine.ts'

describe('nameTooLong', () => {
  const reason = (name: string, bytes: number) =>
    `has a name that is too long for its file system: “${name}” has ${bytes} bytes`

  // biome-ignore format: a table
  for (const [what, name, expected] of [
    ['255 bytes',                            'x'.repeat(255),             undefined],
    ['256 bytes',                            'x'.repeat(256),             reason('x'.repeat(256), 256)],
    ['127 characters of two bytes',          'ü'.repeat(127),             undefined],
    ['128 characters of two bytes',          'ü'.repeat(128),             reason('ü'.repeat(128), 256)],
    ['256 bytes in a folder',                `sub/${'x'.repeat(256)}`,    reason('x'.repeat(256), 256)],
    ['255 bytes in folders to come',         `a/b/${'x'.repeat(255)}`,    undefined],
    ['256 bytes in folders to come',         `a/b/${'x'.repeat(256)}`,    reason('x'.repeat(256), 256)],
  ] as const)
    it(`${expected === undefined ? 'accepts' : 'refuses'} a name of ${what}`, async () => {
      await using place = await folder()
      await mkdir(join(place.path, 'sub'))
      assert.equal(await nameTooLong(join(place.path, name)), expected)
    })
})
