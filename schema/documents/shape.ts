/** Describes the ShapeDocument and its list (wire-media.md §4.2). */

import {
  type DocumentOf,
  dateTime,
  document,
  integer,
  list,
  maybe,
  maybeList,
  shape,
  string,
} from '../document.ts'
import {
  audioComponent,
  binaryComponent,
  containerComponent,
  descriptorComponent,
  subtitleComponent,
  videoComponent,
} from './component.ts'
import { simpleMetadata } from './media-parts.ts'

export const shapeFields = {
  id: maybe(string, 'Shape id, such as `VX-12`.'),
  created: maybe(dateTime, 'When the shape was created.'),
  essenceVersion: maybe(integer, 'The version of the item that it belongs to, from 0.'),
  tag: maybeList(string, 'Its tags, such as `original`. The one that was asked for is first.'),
  mimeType: maybeList(string, 'Its media type.'),
  uuid: maybe(string, 'A UUID that a client has given it.'),
  binaryComponent: maybeList(binaryComponent, 'A file without sound and pictures, instead of a container.', {
    empty: 'omit',
  }),
  containerComponent: maybe(containerComponent, 'The file of its streams.'),
  descriptorComponent: maybeList(descriptorComponent, 'Descriptions of documents.', { empty: 'omit' }),
  audioComponent: maybeList(audioComponent, 'Its audio streams.', { empty: 'omit' }),
  videoComponent: maybeList(videoComponent, 'Its video streams, or its image.', { empty: 'omit' }),
  subtitleComponent: maybeList(subtitleComponent, 'Its subtitle streams.', { empty: 'omit' }),
  metadata: maybe(simpleMetadata, 'Such as `originalFilename`.'),
  item: maybeList(shape({ id: maybe(string, 'The item.') }), 'Its items, in a search.', { empty: 'omit' }),
} as const

export const ShapeDocument = document('ShapeDocument', shapeFields, {
  description: 'A shape: one way in which an item exists, with its files and what is in them.',
})
export type ShapeDocument = DocumentOf<typeof ShapeDocument>

export const ShapeListDocument = document(
  'ShapeListDocument',
  {
    hits: maybe(integer, 'Number of matching shapes, before paging.'),
    shape: list(shape(shapeFields), 'The shapes.', { empty: 'omit' }),
  },
  { description: 'A page of shapes.' },
)
export type ShapeListDocument = DocumentOf<typeof ShapeListDocument>
