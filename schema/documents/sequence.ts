/** Describes the SequenceDocument: tracks of parts of items (wire-media.md §5.4). */
import {
  boolean,
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
import { metadata } from './metadata.ts'
import { timeCode } from './time.ts'

const segment = shape({
  sourceTrack: maybe(integer, 'Which track of its kind in the source, from 1. Default 1.'),
  in: element(timeCode, 'Where it begins on the time line.'),
  out: element(timeCode, 'Where it ends there. As long as in its source.'),
  sourceIn: element(timeCode, 'From the start of the source.'),
  sourceOut: element(timeCode, 'The end in the source, which is no longer in it.'),
  item: element(string, 'The id of an item, here or in another system. Or a URI (Callsheet extension).'),
})

const transition = shape({
  in: maybe(timeCode, 'Where it begins on the time line.'),
  out: maybe(timeCode, 'Where it ends.'),
  transition: maybe(string, 'Which one.'),
  wipe: maybe(integer, 'The number of a wipe.'),
})

const track = shape({
  audio: maybe(boolean, 'Whether it is sound. Default false: a picture.'),
  segment: list(segment, 'In any order. A gap between them is black or silent.'),
  transition: maybeList(transition, 'Kept. A sequence with any is not rendered: 400.'),
})

export const SequenceDocument = document(
  'SequenceDocument',
  { track: list(track, 'The tracks.') },
  { description: 'A sequence of parts of items, track by track.' },
)
export type SequenceDocument = DocumentOf<typeof SequenceDocument>

export const SequenceRenderRequestDocument = document(
  'SequenceRenderRequestDocument',
  {
    sequence: maybe(
      shape({ track: list(track, 'The tracks.') }),
      'The sequence. Default: that of the item in the path.',
    ),
    metadata: maybe(metadata, 'Metadata of the new item. Refused where no item is made.'),
  },
  { description: 'A sequence to render.' },
)
export type SequenceRenderRequestDocument = DocumentOf<typeof SequenceRenderRequestDocument>
