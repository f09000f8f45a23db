/** A description as rows of a table, for the reference. */

import type { AnyDocument, Field, Shape } from '../document.ts'

export type Row = {
  /** Such as `JobDocument.log.task.step`. */
  readonly path: string
  readonly place: Field['place']
  /** A text's name, the values of an enumeration (`LOW | HIGH`), `object`, or the path of the shape it repeats. */
  readonly type: string
  readonly cardinality: '1' | '0..1' | '0..*'
  readonly description: string
}

/** Every place of the document, each before the places inside it; a shape inside itself is not opened again. */
export function describe(document: AnyDocument): readonly Row[] {
  return rowsOf(document, document.name)
}

function rowsOf(shape: Shape, around: string): readonly Row[] {
  return Object.entries(shape.fields).flatMap(([name, field]) => {
    const path = `${around}.${name}`
    return [rowOf(path, field, around), ...(field.of.is === 'shape' ? rowsOf(field.of, path) : [])]
  })
}

function rowOf(path: string, field: Field, around: string): Row {
  const { place, required, description } = field
  const cardinality = place === 'list' ? '0..*' : required ? '1' : '0..1'
  return { path, place, type: typeOf(field, around), cardinality, description }
}

function typeOf({ of }: Field, around: string): string {
  if (of.is === 'itself') return around
  if (of.is === 'shape') return 'object'
  return of.kind === 'oneOf' ? of.values.join(' | ') : of.kind
}
