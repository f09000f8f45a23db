/** Describes a pair of key and value, a part of several documents. */

import { element, list, shape, string } from '../document.ts'

/** The key comes first, because clients find a value by searching for its key (wire.md §4.2). */
export const keyValue = shape({
  key: element(string, 'A name, such as `itemId`; it may occur more than once.'),
  value: element(string, 'The value, always as text.'),
})

export const keyValues = shape({ field: list(keyValue, 'Keys and their values.') })
