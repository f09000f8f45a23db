import assert from 'node:assert/strict'
import { rootOf } from '../../../server/thumbnail/resource-urls.ts'

describe('The URL of a list of pictures', () => {
  for (const [relativeThumbnailUris, root] of [
    [false, 'https://mam.example/media/API'],
    [true, '/media/API'],
  ] as const)
    it(`begins with ${root} if RELATIVE_THUMBNAIL_URIS is ${relativeThumbnailUris}`, () =>
      assert.equal(rootOf('https://mam.example/media/API', { relativeThumbnailUris }), root))
})
