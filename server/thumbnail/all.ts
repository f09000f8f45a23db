/** All operations on thumbnails and posters. */
import { PICTURE_KINDS } from '../../schema/metadata/picture-path.ts'
import type { Operation } from '../http/operation.ts'
import { makePictures } from './make-pictures.ts'
import { openPicture } from './open-pictures.ts'
import { operationsOn } from './pictures.ts'
import { resourceUrlsOf } from './resource-urls.ts'
import { RESOURCE_OPERATIONS } from './resources.ts'

export const THUMBNAIL_OPERATIONS: readonly Operation[] = [
  makePictures,
  ...RESOURCE_OPERATIONS,
  ...PICTURE_KINDS.flatMap((kind) => [...resourceUrlsOf(kind), ...operationsOn(kind), openPicture(kind)]),
]
