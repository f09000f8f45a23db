/** Describes times, sizes and shapes, parts of several documents (wire-media.md §0.4). */
import { element, integer, maybe, shape } from '../document.ts'

/** A duration as a fraction of a second. */
export const timeBase = shape({
  numerator: element(integer, 'Seconds.'),
  denominator: element(integer, 'Divided by this.'),
})

export const timeCode = shape({
  samples: element(integer, 'How many.'),
  timeBase: element(timeBase, 'The duration of one.'),
})

export const timeInterval = shape({
  start: maybe(timeCode, 'Default: the start.'),
  end: maybe(timeCode, 'Default: the end.'),
})

export const resolution = shape({
  width: element(integer, 'Pixels.'),
  height: element(integer, 'Pixels.'),
})

export const aspectRatio = shape({
  horizontal: element(integer, 'The width.'),
  vertical: element(integer, 'For this height.'),
})
