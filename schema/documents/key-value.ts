import { element, shape, string } from '../document.ts'

/** Keys come before values: a client finds a value by looking behind its key (wire.md §4.2). */
export const keyValue = shape({
  key: element(string, 'A name, such as `itemId`; it may occur more than once.'),
  value: element(string, 'Always a text, whatever it means.'),
})
