/** Random values of any described document, for the property tests of the codec. */

import fc from 'fast-check'
import type { AnyDocument, DocumentOf, Field, Shape, Text } from '../../../schema/document.ts'

/**
 * Texts of characters that are easily mangled: markup, references, controls, unpaired surrogates, white
 * space.
 */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom(
        '&',
        '<',
        '>',
        '"',
        "'",
        ']]>',
        '&amp;',
        '&#233;',
        '&#xD;',
        '&lt',
        '\r',
        '\r\n',
        '\t',
        ' ',
      ),
      fc.constantFrom(
        '\u0000',
        '\u0008',
        '\u001f',
        '\u007f',
        '\u0085',
        '\u2028',
        '\ufeff',
        '\ufffe',
        '\uffff',
      ),
      fc.constantFrom('\ud83d', '\ude00', '😀', '\u{10ffff}', '__proto__', 'toString', '<!--', '<![CDATA['),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(''))

export function anyValueOf<D extends AnyDocument>(document: D): fc.Arbitrary<DocumentOf<D>> {
  return anyShape(document, 2) as fc.Arbitrary<DocumentOf<D>>
}

/** `depth` is how many more times a shape may contain itself. */
function anyShape(shape: Shape, depth: number): fc.Arbitrary<unknown> {
  const fields = Object.entries(shape.fields)
  const members = Object.fromEntries(fields.map(([name, field]) => [name, anyField(field, shape, depth)]))
  const requiredKeys = fields.filter(([, { required }]) => required).map(([name]) => name)
  return fc.record(members, { requiredKeys, noNullPrototype: true })
}

function anyField({ place, of }: Field, around: Shape, depth: number): fc.Arbitrary<unknown> {
  if (of.is === 'itself' && depth === 0) return fc.constant(place === 'list' ? [] : undefined)
  const one =
    of.is === 'text'
      ? anyOf(of)
      : of.is === 'anything'
        ? anyText
        : of.is === 'shape'
          ? anyShape(of, depth)
          : anyShape(around, depth - 1)
  return place === 'list' ? fc.array(one, { maxLength: 3 }) : one
}

function anyOf({ kind, values }: Text): fc.Arbitrary<unknown> {
  switch (kind) {
    case 'string':
      return anyText
    case 'integer':
      return fc.maxSafeInteger()
    case 'float':
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0)
    case 'boolean':
      return fc.boolean()
    case 'dateTime':
      return fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    case 'empty':
      return fc.constant('')
    case 'oneOf':
      return fc.constantFrom(...values)
  }
}
