import assert from 'node:assert/strict'
import fc from 'fast-check'
import { readJson, writeJson } from '../../../schema/codec/json/json.ts'
import { readXml, writeXml } from '../../../schema/codec/xml/xml.ts'
import { type AnyDocument, type Field, type Shape, shape } from '../../../schema/document.ts'
import { DOCUMENTS } from '../../../schema/documents/all.ts'
import { anyValueOf } from './any-value.ts'

describe('The codecs read back what they wrote', () => {
  for (const described of DOCUMENTS as readonly AnyDocument[]) {
    it(`any ${described.name} as XML, except for characters that XML cannot express`, () => {
      fc.assert(
        fc.property(anyValueOf(described), (value) => {
          assert.deepEqual(readXml(described, writeXml(described, value)), kept(described, value, 'xml'))
        }),
        { numRuns: 40 },
      )
    })

    it(`any ${described.name} as valid JSON`, () => {
      fc.assert(
        fc.property(anyValueOf(described), (value) => {
          JSON.parse(writeJson(described, value))
          const storable = withStorableTexts(value) as typeof value
          assert.deepEqual(
            readJson(described, writeJson(described, storable)),
            kept(described, storable, 'json'),
          )
        }),
        { numRuns: 40 },
      )
    })
  }
})

/** JSON can express NUL and unpaired surrogates, but documents that contain them are refused. */
function withStorableTexts(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed()
  if (Array.isArray(value)) return value.map(withStorableTexts)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withStorableTexts(one)]))
}

type Encoding = 'xml' | 'json'

/** The value that an encoding preserves: an optional empty list is lost if nothing is written for it. */
function kept(enclosing: Shape, value: unknown, encoding: Encoding): unknown {
  const values = value as Readonly<Record<string, unknown>>
  const entries = Object.entries(enclosing.fields).flatMap(([name, field]) => {
    const one = values[name]
    const lost = Array.isArray(one) && one.length === 0 && (encoding === 'xml' || field.empty === 'omit')
    return one === undefined || (lost && !field.required)
      ? []
      : [[name, keptAt(enclosing, field, one, encoding)]]
  })
  return Object.fromEntries(entries)
}

function keptAt(enclosing: Shape, { place, of }: Field, value: unknown, encoding: Encoding): unknown {
  if (place === 'list')
    return (value as readonly unknown[]).map((one) => keptAt(enclosing, { ...REQUIRED, of }, one, encoding))
  if (of.is === 'shape' || of.is === 'itself')
    return kept(of.is === 'shape' ? of : enclosing, value, encoding)
  return encoding === 'xml' && typeof value === 'string' ? value.replace(UNWRITABLE, '\ufffd') : value
}

const REQUIRED: Field = { place: 'element', of: shape({}), required: true, empty: 'array', description: '' }
const UNWRITABLE = /[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu
