/** Writes documents as JSON. */

import type { AnyDocument, Content, Field, Fields, Shape, Text } from '../../document.ts'
import { placesOf } from '../places.ts'
import type { Values } from '../read.ts'
import { writeNumber } from '../text.ts'
import { jsonContent } from './json-content.ts'

export type Write = (values: Values) => string

/**
 * Compiles a description into closures that return strings, so that no intermediate objects are built. Keys
 * are written as content, elements, attributes, each group in the order of the description (wire.md §4.2).
 */
export function compileJson(document: AnyDocument): Write {
  return objectWriter(document, document.absent)
}

type Absent = AnyDocument['absent']

function objectWriter(shape: Shape, absent: Absent): Write {
  const members: Write[] = []
  const write: Write = (values) => {
    let out = ''
    for (const member of members) {
      const text = member(values)
      if (text.length > 0) out += out.length === 0 ? text : `,${text}`
    }
    return `{${out}}`
  }
  // Filled after `write` exists, because a shape that contains itself refers to it.
  for (const [name, field] of inOrder(shape.fields)) members.push(memberWriter(name, field, write, absent))
  return write
}

function inOrder(fields: Fields): readonly (readonly [string, Field])[] {
  const { content, elements, attributes } = placesOf(fields)
  return [...content, ...elements, ...attributes]
}

/** Writes `"name":value`, or an empty string if the value is omitted. */
function memberWriter(name: string, { place, of, empty }: Field, enclosing: Write, absent: Absent): Write {
  const key = `${JSON.stringify(name)}:`
  const missing = absent === 'null' ? `${key}null` : ''
  const one = valueWriter(of, enclosing, absent)
  const write = place === 'list' ? listWriter(one) : one
  const omits = place === 'list' && empty === 'omit'
  return (values) => {
    const value = values[name]
    if (value === undefined) return missing
    if (omits && (value as readonly unknown[]).length === 0) return ''
    return key + write(value)
  }
}

function listWriter(write: (value: unknown) => string): (value: unknown) => string {
  return (value) => {
    let out = ''
    for (const one of value as readonly unknown[]) out += out.length === 0 ? write(one) : `,${write(one)}`
    return `[${out}]`
  }
}

function valueWriter(of: Field['of'], enclosing: Write, absent: Absent): (value: unknown) => string {
  if (of.is === 'text') return (value) => jsonText(of, value)
  if (of.is === 'anything') return (value) => JSON.stringify(jsonContent(value as Content))
  const write = of.is === 'shape' ? objectWriter(of, absent) : enclosing
  return (value) => write(value as Values)
}

function jsonText(text: Text, value: unknown): string {
  switch (text.kind) {
    case 'integer':
    case 'float':
      return writeNumber(text.kind, value as number)
    case 'boolean':
      return value === true ? 'true' : 'false'
    case 'dateTime':
      // RFC 822 zone: no colon (wire.md §4.3).
      return `"${(value as Date).toISOString().slice(0, -1)}+0000"`
    case 'empty':
      return '""'
    case 'string':
    case 'oneOf':
      return PLAIN.test(value as string) ? `"${value}"` : JSON.stringify(value)
  }
}

const PLAIN = /^[ !#-[\]-\uD7FF\uE000-\uFFFF]*$/
