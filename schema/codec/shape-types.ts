/** Names every shape of the documents, for the languages that describe types. Pure. */

import type { AnyDocument, Anything, Field, Fields, Shape, Text } from '../document.ts'
import { placesOf } from './places.ts'

/** A document, or a shape within one, and its fields by where they are written. */
export type ShapeType = {
  /** The name of the document, then the path of the shape: `JobDocumentLogTask`. */
  readonly name: string
  /** The document that it is, or is a part of. */
  readonly document: AnyDocument
  readonly content: readonly FieldType[]
  readonly elements: readonly FieldType[]
  readonly attributes: readonly FieldType[]
}

export type FieldType = {
  readonly name: string
  readonly field: Field
  /** A text, any content, or the name of a shape. */
  readonly of: Text | Anything | string
}

/**
 * Each document, followed by the shapes within it. A shape with the fields of a document is that document:
 * the jobs of a JobListDocument are JobDocuments.
 */
export function shapeTypes(documents: readonly AnyDocument[]): readonly ShapeType[] {
  const whole = new Map<Fields, string>(documents.map(({ fields, name }) => [fields, name]))
  return documents.flatMap((document) => typesIn(document, document.name, document, whole))
}

/** Whether the shape is a whole document, rather than a part of one. */
export function isDocument({ name, document }: ShapeType): boolean {
  return name === document.name
}

/** The name of a field as a part of the name of a type: `log` → `Log`, `merged-access` → `MergedAccess`. */
export function capitalized(name: string): string {
  return name.replaceAll(/(?:^|-)(\w)/g, (_, first: string) => first.toUpperCase())
}

type Whole = ReadonlyMap<Fields, string>

function typesIn(shape: Shape, name: string, document: AnyDocument, whole: Whole): readonly ShapeType[] {
  const places = placesOf(shape.fields)
  const typed = ([key, field]: readonly [string, Field]): FieldType => ({
    ...{ name: key, field },
    of: nameIn(field.of, key, name, whole),
  })
  const type = {
    ...{ name, document },
    content: places.content.map(typed),
    elements: places.elements.map(typed),
    attributes: places.attributes.map(typed),
  }
  const inner = places.elements.flatMap(([key, { of }]) =>
    of.is === 'shape' && !whole.has(of.fields) ? typesIn(of, innerName(name, key), document, whole) : [],
  )
  return [type, ...inner]
}

function nameIn(of: Field['of'], key: string, enclosing: string, whole: Whole): FieldType['of'] {
  if (of.is === 'text' || of.is === 'anything') return of
  return of.is === 'itself' ? enclosing : (whole.get(of.fields) ?? innerName(enclosing, key))
}

function innerName(enclosing: string, key: string): string {
  return `${enclosing}${key.split('-').map(capitalized).join('')}`
}
