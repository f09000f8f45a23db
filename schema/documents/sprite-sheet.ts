/** Describes the ThumbnailSpriteSheetDocument (wire-media.md §5.5). */

import {
  type DocumentOf,
  document,
  element,
  integer,
  list,
  maybe,
  maybeList,
  shape,
  string,
} from '../document.ts'
import { timeCode } from './media-parts.ts'

const tile = shape({
  width: element(integer, 'Pixels.'),
  height: element(integer, 'Pixels.'),
  x: element(integer, 'Its left side in the sheet.'),
  y: element(integer, 'Its top in the sheet.'),
  timecode: element(timeCode, 'From when it stands for the video.'),
  endTimecode: maybe(timeCode, 'Until when.'),
})

export const ThumbnailSpriteSheetDocument = document(
  'ThumbnailSpriteSheetDocument',
  {
    etag: maybe(string, 'Changes with the sheet.'),
    url: maybeList(string, 'Where the sheet is read.', { empty: 'omit' }),
    path: maybeList(string, 'The URI of the sheet.', { empty: 'omit' }),
    thumbnail: list(tile, 'The tiles, in the order of time.', { empty: 'omit' }),
  },
  { description: 'A picture that consists of thumbnails, and where each of them is in it.' },
)
export type ThumbnailSpriteSheetDocument = DocumentOf<typeof ThumbnailSpriteSheetDocument>
