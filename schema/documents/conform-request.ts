/** Describes the ConformRequestDocument: which parts of which items make a new one (wire-media.md §5.4). */
import {
  type DocumentOf,
  document,
  element,
  float,
  integer,
  list,
  maybe,
  maybeList,
  shape,
  string,
} from '../document.ts'
import { metadata } from './metadata.ts'

const timeBase = shape({
  numerator: element(integer, 'Seconds: 1 in 1/25.'),
  denominator: element(integer, 'Units in these seconds: 25 in 1/25.'),
})

const point = shape({
  samples: element(integer, 'The number of units of the time base.'),
  timeBase: maybe(timeBase, 'Default: that of `conform`.'),
})

const interval = shape({
  start: element(point, 'The first moment.'),
  end: maybe(point, 'The end, which is no longer in it. Default: the end of the source.'),
})

const source = shape({
  id: maybe(
    string,
    'The id of an item, or a name that the metadata `sources` of the job gives a URI. Or a URI.',
  ),
  uri: maybe(string, 'The URI of a file, instead of an id (Callsheet extension).'),
  interval: maybe(interval, 'From the start of the source. Default: all of it.'),
})

const segment = shape({
  source: element(source, 'What it takes.'),
  destination: maybe(
    shape({ interval: element(interval, 'On the time line. A gap before it is black and silent.') }),
    'Where it goes. Default: after the segment before.',
  ),
})

const shown = shape({ start: maybe(point, 'Default: the start.'), end: maybe(point, 'Default: the end.') })

const overlay = shape({
  id: maybe(string, 'The id of an item, or a name in the metadata `sources`. Or a URI. A still picture.'),
  uri: maybe(string, 'The URI of a file, instead of an id (Callsheet extension).'),
  x: element(integer, 'Pixels from the left.'),
  y: element(integer, 'Pixels from the top.'),
  interval: maybe(shown, 'When it is shown. Default: always.'),
})

const text = shape({
  line: list(string, 'Its lines.'),
  align: maybe(string, 'Only `left`.'),
  x: maybe(integer, 'Pixels from the left. Default 0.'),
  y: maybe(integer, 'Pixels from the top. Default 0.'),
  xRel: maybe(float, 'Share of the width, 0 to 1, instead of `x`.'),
  yRel: maybe(float, 'Share of the height, 0 to 1, instead of `y`.'),
  horizontalBase: maybe(string, 'What of the text is at `x`: `left`, `center` or `right`. Default `left`.'),
  verticalBase: maybe(string, 'What of the text is at `y`: `top`, `middle` or `bottom`. Default `top`.'),
  font: maybe(
    string,
    '`DejaVu Sans`, `DejaVu Sans Mono` or `DejaVu Serif`, each also with ` Bold`. Default the first.',
  ),
  size: maybe(integer, 'Pixels. Default: a twentieth of the height.'),
  sizeRel: maybe(float, 'Share of the height, instead of `size`.'),
  r: maybe(float, 'Red, 0 to 1. Default 1.'),
  g: maybe(float, 'Green. Default 1.'),
  b: maybe(float, 'Blue. Default 1.'),
  a: maybe(float, 'Opacity. Default 1.'),
  outlineSize: maybe(integer, 'Pixels. Default 0: none.'),
  outlineR: maybe(float, 'Red of the outline. Default 0.'),
  outlineG: maybe(float, 'Green of the outline. Default 0.'),
  outlineB: maybe(float, 'Blue of the outline. Default 0.'),
  outlineA: maybe(float, 'Opacity of the outline. Default 1.'),
})

const textOverlay = shape({
  text: element(text, 'The text and how it looks.'),
  interval: maybe(shown, 'When it is shown. Default: always.'),
  opacity: maybe(float, '0 to 1. Default 1.'),
})

export const ConformRequestDocument = document(
  'ConformRequestDocument',
  {
    conform: element(
      shape({
        timeBase: maybe(
          timeBase,
          'The duration of a frame of the output. Default: that of the first picture.',
        ),
        timeline: element(
          shape({ segment: list(segment, 'In their order on the time line.') }),
          'The segments.',
        ),
        overlay: maybeList(overlay, 'Pictures over all segments.'),
        textOverlay: maybeList(textOverlay, 'Texts over all segments.'),
      }),
      'The sequence.',
    ),
    metadata: maybe(metadata, 'Metadata of the new item. Refused where no item is made.'),
  },
  { description: 'A sequence of parts of items, cut together.' },
)
export type ConformRequestDocument = DocumentOf<typeof ConformRequestDocument>
