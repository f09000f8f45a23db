import assert from 'node:assert/strict'
import fc from 'fast-check'
import { writeXml } from '../../../schema/codec/xml/xml.ts'
import { writeXmlDirect } from '../../../schema/codec/xml/xml-list.ts'
import { type AnyDocument, document, float, list } from '../../../schema/document.ts'
import { DOCUMENTS } from '../../../schema/documents/all.ts'
import { anyValueOf } from './any-value.ts'

describe('writeXmlDirect and writeXml', () => {
  for (const described of DOCUMENTS as readonly AnyDocument[]) {
    it(`write the same bytes for any ${described.name}`, () => {
      fc.assert(
        fc.property(anyValueOf(described), (value) => {
          assert.equal(writeXmlDirect(described, value), writeXml(described, value))
        }),
        { numRuns: 60 },
      )
    })
  }

  it('throw RangeError for numbers that no document can express', () => {
    const Numbers = document('Numbers', { number: list(float) })
    for (const number of [Number.NaN, Number.POSITIVE_INFINITY]) {
      for (const write of [writeXml, writeXmlDirect]) {
        assert.throws(() => write(Numbers, { number: [number] }), RangeError)
      }
    }
  })
})
