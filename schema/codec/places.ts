/** Groups the fields of a shape by where they are written, each group in the order of the description. */

import type { Field, Fields, Place } from '../document.ts'

export type Placed = readonly (readonly [name: string, field: Field])[]

export type Places = { readonly attributes: Placed; readonly content: Placed; readonly elements: Placed }

export function placesOf(fields: Fields): Places {
  const fieldsAt = (...places: readonly Place[]) =>
    Object.entries(fields).filter(([, field]) => places.includes(field.place))
  return {
    attributes: fieldsAt('attribute'),
    content: fieldsAt('content'),
    elements: fieldsAt('element', 'list'),
  }
}
