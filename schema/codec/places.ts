/** Groups the fields of a shape by where they are written, each group in the order of the description. */

import type { Field, FieldPlace, Fields } from '../document.ts'

export type PlacedField = readonly (readonly [name: string, field: Field])[]

export type Places = {
  readonly attributes: PlacedField
  readonly content: PlacedField
  readonly elements: PlacedField
}

export function placesOf(fields: Fields): Places {
  const fieldsAt = (...places: readonly FieldPlace[]) =>
    Object.entries(fields).filter(([, field]) => places.includes(field.place))
  return {
    attributes: fieldsAt('attribute'),
    content: fieldsAt('content'),
    elements: fieldsAt('element', 'list'),
  }
}
