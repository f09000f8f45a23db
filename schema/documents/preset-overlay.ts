/** Describes what a preset lays over the video, parts of the TranscodePresetDocument. */
import { anything, element, float, maybe, maybeList, shape, string } from '../document.ts'
import { timeInterval } from './time.ts'

const OMIT = { empty: 'omit' } as const
const NOT_HERE = 'Refused: this server cannot.'

const shown = {
  interval: maybe(timeInterval, 'When it is shown. Default: always.'),
  opacity: maybe(float, '0 to 1. Default 1.'),
}

export const overlay = shape({
  uri: maybeList(string, 'The picture, PNG or JPEG: one `file:` URI inside the media roots.', OMIT),
  range: maybe(anything, NOT_HERE),
  id: maybe(string, NOT_HERE),
  x: element(float, 'Its left edge, pixels; negative: its right edge, counted from the right.'),
  y: element(float, 'Its upper edge, pixels; negative: its lower edge, counted from below.'),
  ...shown,
})

const color = (what: string, missing: string) =>
  maybe(float, `${what} of its color, 0 to 1. Default ${missing}.`)

export const textOverlay = shape({
  text: element(
    shape({
      line: maybeList(string, 'The lines.', OMIT),
      align: maybe(string, '`left`, `center` or `right`. Default `left`.'),
      x: maybe(float, 'Pixels from the left. Default 0.'),
      y: maybe(float, 'Pixels from above. Default 0.'),
      xRel: maybe(float, 'The same, as a share of the width.'),
      yRel: maybe(float, 'The same, as a share of the height.'),
      horizontalBase: maybe(
        string,
        'What of the text is there: `left`, `center` or `right`. Default `left`.',
      ),
      verticalBase: maybe(string, 'What of the text is there: `top`, `center` or `bottom`. Default `top`.'),
      font: maybe(string, '`DejaVu Sans`, the only one, or `DejaVu Sans Bold`.'),
      size: maybe(float, 'Its height, pixels.'),
      sizeRel: maybe(float, 'The same, as a share of the height of the picture. Default 0.05.'),
      r: color('Red', '1'),
      g: color('Green', '1'),
      b: color('Blue', '1'),
      a: maybe(float, 'Its opacity, 0 to 1. Default 1.'),
      outline: maybe(string, NOT_HERE),
      outlineSize: maybe(float, 'The width of its outline, pixels. Default 0.'),
      outlineR: color('Red of the outline', '0'),
      outlineG: color('Green of the outline', '0'),
      outlineB: color('Blue of the outline', '0'),
      outlineA: maybe(float, 'The opacity of the outline, 0 to 1. Default 1.'),
      language: maybe(string, NOT_HERE),
    }),
    'The text.',
  ),
  ...shown,
})
