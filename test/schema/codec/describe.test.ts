import assert from 'node:assert/strict'
import { describe as rowsOf } from '../../../schema/codec/describe.ts'
import {
  attribute,
  content,
  document,
  integer,
  itself,
  list,
  maybe,
  oneOf,
  shape,
  string,
} from '../../../schema/document.ts'
import { DOCUMENTS } from '../../../schema/documents/all.ts'

describe('describe', () => {
  it('gives a row for every field, in order, each before its own fields', () => {
    const Sample = document('Sample', {
      level: maybe(oneOf(['LOW', 'HIGH']), 'How high.'),
      part: list(shape({ id: attribute(integer), value: content(string), part: list(itself) })),
    })
    assert.deepEqual(
      rowsOf(Sample).map((row) => Object.values(row).join(', ')),
      [
        'Sample.level, element, LOW | HIGH, 0..1, How high.',
        'Sample.part, list, object, 0..*, ',
        'Sample.part.id, attribute, integer, 1, ',
        'Sample.part.value, content, string, 1, ',
        'Sample.part.part, list, Sample.part, 0..*, ',
      ],
    )
  })

  for (const described of DOCUMENTS) {
    it(`finds a description of every field of ${described.name}`, () => {
      assert.notEqual(described.description, '')
      assert.deepEqual(
        rowsOf(described).filter(({ description }) => description === ''),
        [],
      )
    })
  }
})
