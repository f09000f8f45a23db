/** Describes the JSON of documents in JSON Schema, with the hints of OpenAPI for their XML. Pure. */

import type { AnyDocument, Anything, Text } from '../../document.ts'
import { type FieldType, isDocument, type ShapeType, shapeTypes } from '../shape-types.ts'
import { VIDISPINE } from '../xml/xml-tree.ts'

export type JsonSchema = { readonly [keyword: string]: unknown }

/**
 * The schemas of the documents and of the shapes within them, by name. A request may leave out any list, so
 * that lists are optional in the documents that are `accepted`.
 */
export function jsonSchemas(
  documents: readonly AnyDocument[],
  accepted: ReadonlySet<AnyDocument>,
): Readonly<Record<string, JsonSchema>> {
  const types = shapeTypes(documents)
  return Object.fromEntries(types.map((type) => [type.name, schemaOf(type, accepted.has(type.document))]))
}

/** Refers to the schema of a document or shape within an OpenAPI document. */
export function schemaRef(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` }
}

function schemaOf(type: ShapeType, isAccepted: boolean): JsonSchema {
  const { document } = type
  const fields = [...type.content, ...type.elements, ...type.attributes]
  const required = fields.filter(({ field }) => document.absent === 'null' || isWritten(field, isAccepted))
  return {
    type: 'object',
    ...(isDocument(type) && {
      description: document.description,
      xml: { name: document.name, namespace: VIDISPINE },
    }),
    ...(required.length > 0 && { required: required.map(({ name }) => name) }),
    properties: Object.fromEntries(fields.map((field) => [field.name, propertyOf(field, type)])),
  }
}

function isWritten({ place, required, empty }: FieldType['field'], isAccepted: boolean): boolean {
  return required && (place !== 'list' || (empty === 'array' && !isAccepted))
}

function propertyOf({ name, field, of }: FieldType, { document }: ShapeType): JsonSchema {
  const value = typeof of === 'string' ? { ...schemaRef(of), xml: { name } } : valueSchema(of)
  const schema = field.place === 'list' ? { type: 'array', items: value } : value
  const isNullable = document.absent === 'null' && !field.required
  return {
    ...(isNullable ? { anyOf: [schema, { type: 'null' }] } : schema),
    ...(field.description && { description: field.description }),
    ...(field.place === 'attribute' && { xml: { attribute: true } }),
    // OpenAPI has no word for the text of an element before version 3.2.
    ...(field.place === 'content' && { xml: { 'x-text': true } }),
  }
}

function valueSchema(of: Text | Anything): JsonSchema {
  if (of.is === 'anything') return {}
  const { kind, values } = of
  switch (kind) {
    case 'string':
      return { type: 'string' }
    case 'integer':
      return { type: 'integer', format: 'int64' }
    case 'float':
      return { type: 'number', format: 'double' }
    case 'boolean':
      return { type: 'boolean' }
    case 'dateTime':
      return { type: 'string', pattern: DATE_TIME, examples: ['2026-01-31T12:00:00.000+0000'] }
    case 'empty':
      return { type: 'string', const: '' }
    case 'oneOf':
      return { type: 'string', enum: values }
  }
}

/** As JSON writes a time (wire.md §4.3). The format `date-time` has a colon in the zone. */
const DATE_TIME = '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+0000$'
