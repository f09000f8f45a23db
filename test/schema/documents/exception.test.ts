import assert from 'node:assert/strict'
import { writeJson } from '../../../schema/codec/json/json.ts'
import { ExceptionDocument } from '../../../schema/documents/exception.ts'

// wire.md §5.1, in the order of the schema.
const ALTERNATIVES = [
  'notFound',
  'internalServer',
  'forbidden',
  'notYetImplemented',
  'conflict',
  'invalidInput',
  'licenseFault',
  'fileAlreadyExists',
  'notAuthorized',
] as const

describe('ExceptionDocument', () => {
  for (const alternative of ALTERNATIVES) {
    it(`writes ${alternative} and eight null alternatives in JSON`, () => {
      const shown: Record<string, unknown> = JSON.parse(writeJson(ExceptionDocument, { [alternative]: {} }))
      assert.deepEqual(Object.keys(shown), [...ALTERNATIVES])
      assert.deepEqual(
        ALTERNATIVES.filter((name) => shown[name] !== null),
        [alternative],
      )
    })
  }
})
