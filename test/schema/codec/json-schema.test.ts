import assert from 'node:assert/strict'
import { jsonSchemas } from '../../../schema/codec/json/json-schema.ts'
import {
  attribute,
  boolean,
  content,
  dateTime,
  document,
  element,
  empty,
  float,
  integer,
  list,
  maybe,
  oneOf,
  shape,
  string,
} from '../../../schema/document.ts'

describe('The JSON Schema of a document', () => {
  // biome-ignore format: a table
  const CASES = [
    ['a required text',      { a: element(string) },                  ['a'], { type: 'string' }],
    ['an optional text',     { a: maybe(string) },                    [],    { type: 'string' }],
    ['its description',      { a: maybe(string, 'A word.') },         [],    { type: 'string', description: 'A word.' }],
    ['an integer',           { a: element(integer) },                 ['a'], { type: 'integer', format: 'int64' }],
    ['a number',             { a: element(float) },                   ['a'], { type: 'number', format: 'double' }],
    ['true or false',        { a: element(boolean) },                 ['a'], { type: 'boolean' }],
    ['an empty element',     { a: maybe(empty) },                     [],    { type: 'string', const: '' }],
    ['an enumeration',       { a: element(oneOf(['LOW', 'HIGH'])) },  ['a'], { type: 'string', enum: ['LOW', 'HIGH'] }],
    ['a list',               { a: list(string) },                     ['a'], { type: 'array', items: { type: 'string' } }],
    ['a list left out',      { a: list(string, '', { empty: 'omit' }) }, [], { type: 'array', items: { type: 'string' } }],
    ['an attribute',         { a: attribute(string) },                ['a'], { type: 'string', xml: { attribute: true } }],
    ['the text of an element', { a: content(string) },                ['a'], { type: 'string', xml: { 'x-text': true } }],
    ['a shape',              { a: maybe(shape({ b: maybe(string) })) }, [],  { $ref: '#/components/schemas/SampleA', xml: { name: 'a' } }],
  ] as const

  for (const [what, fields, required, property] of CASES)
    it(`describes ${what}`, () => {
      const schema = jsonSchemas([document('Sample', fields)], new Set())['Sample']
      assert.deepEqual(schema?.['properties'], { a: property })
      assert.deepEqual(schema?.['required'] ?? [], required)
    })

  it('describes a time as JSON writes it', () => {
    const { properties } = jsonSchemas([document('Sample', { at: element(dateTime) })], new Set())[
      'Sample'
    ] as {
      properties: { at: { pattern: string } }
    }
    assert.match('2026-01-31T12:00:00.000+0000', new RegExp(properties.at.pattern))
    assert.doesNotMatch('2026-01-31T12:00:00.000Z', new RegExp(properties.at.pattern))
  })

  it('lets a request leave out a list', () => {
    const Sample = document('Sample', { a: list(string), b: element(string) })
    assert.deepEqual(jsonSchemas([Sample], new Set([Sample]))['Sample']?.['required'], ['b'])
  })

  it('requires null for absent fields of a document that writes them', () => {
    const Sample = document('Sample', { a: maybe(string) }, { absent: 'null' })
    const schema = jsonSchemas([Sample], new Set())['Sample']
    assert.deepEqual(schema?.['required'], ['a'])
    assert.deepEqual(schema?.['properties'], { a: { anyOf: [{ type: 'string' }, { type: 'null' }] } })
  })
})
