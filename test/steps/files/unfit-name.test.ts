/** Names of outputs that their file system would not take. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { unfitName } from '../../../steps/files/unfit-name.ts'
import { folder } from '../../tasks/machine.ts'

describe('The names of outputs', () => {
  for (const [name, refused] of [
    [`${'n'.repeat(251)}.jpg`, undefined],
    [`${'ü'.repeat(125)}n.jpg`, undefined],
    [`${'ü'.repeat(126)}.jpg`, /^destinationUri: file:\/\/\S+ has a name that is too long .* has 256 bytes$/],
  ] as const)
    it(`are ${refused ? 'refused' : 'possible'} with ${Buffer.byteLength(name)} bytes`, async () => {
      await using place = await folder()
      const unfit = await unfitName([join(place.path, 'short.jpg'), join(place.path, name)])
      if (refused) assert.match(unfit ?? '', refused)
      else assert.equal(unfit, undefined)
    })
})
