import assert from 'node:assert/strict'
import fc from 'fast-check'
import { readJson, writeJson } from '../../../schema/codec/json/json.ts'
import { readXml, writeXml } from '../../../schema/codec/xml/xml.ts'
import { type AnyDocument, type Field, type Shape, shape } from '../../../schema/document.ts'
import { DOCUMENTS } from '../../../schema/documents/all.ts'
import { anyValueOf } from './any-value.ts'

describe('What is written is read as it was', () => {
  for (const described of DOCUMENTS as readonly AnyDocument[]) {
    it(`any ${described.name} as XML, but for characters that XML cannot hold`, () => {
      fc.assert(
        fc.property(anyValueOf(described), (value) => {
          assert.deepEqual(readXml(described, writeXml(described, value)), kept(described, value, 'xml'))
        }),
        { numRuns: 150 },
      )
    })

    it(`any ${described.name} as JSON, which is JSON`, () => {
      fc.assert(
        fc.property(anyValueOf(described), (value) => {
          JSON.parse(writeJson(described, value))
          const storable = withStorableTexts(value) as typeof value
          assert.deepEqual(
            readJson(described, writeJson(described, storable)),
            kept(described, storable, 'json'),
          )
        }),
        { numRuns: 150 },
      )
    })
  }
})

/** JSON can write NUL and half surrogate pairs, but a document that has them is not read. */
function withStorableTexts(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed()
  if (Array.isArray(value)) return value.map(withStorableTexts)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withStorableTexts(one)]))
}

type Encoding = 'xml' | 'json'

/** What an encoding keeps of a value: an empty list that need not be given is lost where nothing is written for it. */
function kept(around: Shape, value: unknown, encoding: Encoding): unknown {
  const values = value as Readonly<Record<string, unknown>>
  const entries = Object.entries(around.fields).flatMap(([name, field]) => {
    const one = values[name]
    const lost = Array.isArray(one) && one.length === 0 && (encoding === 'xml' || field.empty === 'omit')
    return one === undefined || (lost && !field.required)
      ? []
      : [[name, keptAt(around, field, one, encoding)]]
  })
  return Object.fromEntries(entries)
}

function keptAt(around: Shape, { place, of }: Field, value: unknown, encoding: Encoding): unknown {
  if (place === 'list')
    return (value as readonly unknown[]).map((one) => keptAt(around, { ...REQUIRED, of }, one, encoding))
  if (of.is !== 'text') return kept(of.is === 'shape' ? of : around, value, encoding)
  return encoding === 'xml' && typeof value === 'string' ? value.replace(UNWRITABLE, '\ufffd') : value
}

const REQUIRED: Field = { place: 'element', of: shape({}), required: true, empty: 'array', description: '' }
const UNWRITABLE = /[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu
