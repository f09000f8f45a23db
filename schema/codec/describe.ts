/** Flattens a document description into table rows for the reference. */

import type { AnyDocument, Field, Shape } from '../document.ts'

export type Row = {
  /** Such as `JobDocument.log.task.step`. */
  readonly path: string
  readonly place: Field['place']
  /**
   * A kind of text, the values of an enumeration (`LOW | HIGH`), `object`, or the path of the shape it
   * repeats.
   */
  readonly type: string
  readonly cardinality: '1' | '0..1' | '0..*'
  readonly description: string
}

/**
 * All fields of the document, each before its own fields. A shape that contains itself is not expanded again.
 */
export function describe(document: AnyDocument): readonly Row[] {
  return rowsOf(document, document.name)
}

function rowsOf(shape: Shape, enclosing: string): readonly Row[] {
  return Object.entries(shape.fields).flatMap(([name, field]) => {
    const path = `${enclosing}.${name}`
    return [rowOf(path, field, enclosing), ...(field.of.is === 'shape' ? rowsOf(field.of, path) : [])]
  })
}

function rowOf(path: string, field: Field, enclosing: string): Row {
  const { place, required, description } = field
  const cardinality = place === 'list' ? '0..*' : required ? '1' : '0..1'
  return { path, place, type: typeOf(field, enclosing), cardinality, description }
}

function typeOf({ of }: Field, enclosing: string): string {
  if (of.is === 'itself') return enclosing
  if (of.is === 'shape') return 'object'
  if (of.is === 'anything') return 'any content'
  return of.kind === 'oneOf' ? of.values.join(' | ') : of.kind
}
