/** The places of a shape by kind, each in the order of the description. */

import type { Field, Fields, Place } from '../document.ts'

export type Placed = readonly (readonly [name: string, field: Field])[]

export type Places = { readonly attributes: Placed; readonly content: Placed; readonly elements: Placed }

export function placesOf(fields: Fields): Places {
  const standing = (...places: readonly Place[]) =>
    Object.entries(fields).filter(([, field]) => places.includes(field.place))
  return {
    attributes: standing('attribute'),
    content: standing('content'),
    elements: standing('element', 'list'),
  }
}
