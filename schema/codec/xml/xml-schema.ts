/** Describes the XML of documents in XML Schema, as answers write it. Pure. */

import { create } from 'xmlbuilder2'
import type { AnyDocument, Text } from '../../document.ts'
import { capitalized, type FieldType, isDocument, type ShapeType, shapeTypes } from '../shape-types.ts'
import { escapeAttribute, escapeText } from './xml-escape.ts'
import { VIDISPINE } from './xml-tree.ts'

/** The schema as a document, indented for people. */
export function xmlSchema(documents: readonly AnyDocument[]): string {
  const types = shapeTypes(documents)
  const schema = {
    '@xmlns:xs': 'http://www.w3.org/2001/XMLSchema',
    '@xmlns': VIDISPINE,
    '@targetNamespace': VIDISPINE,
    '@elementFormDefault': 'qualified',
    ...annotation('The documents as answers write them. Requests may have their elements in any order.'),
    'xs:element': types.filter(isDocument).map(({ name }) => ({ '@name': name, '@type': name })),
    'xs:complexType': types.map(complexType),
    'xs:simpleType': [EMPTY, ...types.flatMap(enumerations)],
  }
  const document = create({ version: '1.0', encoding: 'UTF-8' }, { 'xs:schema': schema })
  return `${document.end({ prettyPrint: true })}\n`
}

type XmlNode = { readonly [name: string]: unknown }

function complexType(type: ShapeType): XmlNode {
  const [content] = type.content
  const attributes = { 'xs:attribute': type.attributes.map((field) => attributeOf(type, field)) }
  return {
    '@name': type.name,
    ...(isDocument(type) && annotation(type.document.description)),
    ...(content
      ? { 'xs:simpleContent': { 'xs:extension': { '@base': typeOf(type, content), ...attributes } } }
      : {
          'xs:sequence': { 'xs:element': type.elements.map((field) => elementOf(type, field)) },
          ...attributes,
        }),
  }
}

function elementOf(type: ShapeType, field: FieldType): XmlNode {
  const { place, required, description } = field.field
  return {
    '@name': field.name,
    '@type': typeOf(type, field),
    ...((place === 'list' || !required) && { '@minOccurs': '0' }),
    ...(place === 'list' && { '@maxOccurs': 'unbounded' }),
    ...annotation(description),
  }
}

function attributeOf(type: ShapeType, field: FieldType): XmlNode {
  return {
    '@name': field.name,
    '@type': typeOf(type, field),
    ...(field.field.required && { '@use': 'required' }),
    ...annotation(field.field.description),
  }
}

function annotation(description: string): XmlNode {
  return description ? { 'xs:annotation': { 'xs:documentation': escapeText(description) } } : {}
}

function typeOf(type: ShapeType, field: FieldType): string {
  if (typeof field.of === 'string') return field.of
  if (field.of.is === 'anything') return 'xs:anyType'
  return field.of.kind === 'oneOf' ? enumerationName(type, field) : TYPES[field.of.kind]
}

const TYPES = {
  string: 'xs:string',
  // Integers are exact up to 2^53 − 1.
  integer: 'xs:long',
  float: 'xs:double',
  boolean: 'xs:boolean',
  dateTime: 'xs:dateTime',
  empty: 'Empty',
} as const satisfies Record<Exclude<Text['kind'], 'oneOf'>, string>

const EMPTY: XmlNode = {
  '@name': 'Empty',
  'xs:restriction': { '@base': 'xs:string', 'xs:length': { '@value': '0' } },
}

function enumerations(type: ShapeType): readonly XmlNode[] {
  return [...type.content, ...type.elements, ...type.attributes].flatMap((field) =>
    typeof field.of === 'object' && field.of.is === 'text' && field.of.kind === 'oneOf'
      ? [enumeration(enumerationName(type, field), field.of.values)]
      : [],
  )
}

function enumeration(name: string, values: readonly string[]): XmlNode {
  const enumerated = values.map((value) => ({ '@value': escapeAttribute(value) }))
  return { '@name': name, 'xs:restriction': { '@base': 'xs:string', 'xs:enumeration': enumerated } }
}

/** Enumerations have names because the base of an extension can be nothing else. */
function enumerationName(type: ShapeType, field: FieldType): string {
  return `${type.name}${capitalized(field.name)}`
}
