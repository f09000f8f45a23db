/** Describes the small parts that the documents of media share (wire-media.md §0.4). */

import { element, integer, maybe, maybeList, shape } from '../document.ts'
import { keyValue } from './key-value.ts'

/** Seconds of a sample, as a fraction. */
export const timeBase = shape({
  numerator: element(integer, 'Its numerator: 1, or 1001 for NTSC.'),
  denominator: element(integer, 'Its denominator, such as 25.'),
})

export const rational = shape({
  numerator: element(integer, 'Its numerator.'),
  denominator: element(integer, 'Its denominator.'),
})

export const timeCode = shape({
  samples: element(integer, 'A number of samples.'),
  timeBase: element(timeBase, 'How long a sample takes, s.'),
})

export const timeInterval = shape({
  start: maybe(timeCode, 'Where it starts.'),
  end: maybe(timeCode, 'Where it ends; this time is no part of it.'),
})

export const resolution = shape({
  width: element(integer, 'Pixels.'),
  height: element(integer, 'Pixels.'),
})

export const aspectRatio = shape({
  horizontal: element(integer, 'Its width.'),
  vertical: element(integer, 'Its height.'),
})

/** JSON writes `{}` without fields. */
export const simpleMetadata = shape({
  field: maybeList(keyValue, 'The keys and their values.', { empty: 'omit' }),
})
