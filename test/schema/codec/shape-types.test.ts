import assert from 'node:assert/strict'
import { shapeTypes } from '../../../schema/codec/shape-types.ts'
import {
  attribute,
  document,
  element,
  integer,
  itself,
  list,
  maybe,
  shape,
  string,
} from '../../../schema/document.ts'
import { DOCUMENTS } from '../../../schema/documents/all.ts'

describe('The shapes of documents', () => {
  const task = { step: element(integer), sub: list(itself), id: attribute(integer) }
  const Job = document('Job', {
    name: element(string),
    log: maybe(shape({ task: list(shape(task)) })),
    part: list(itself),
  })
  const Jobs = document('Jobs', { job: list(shape(Job.fields)) })

  it('are named by their path, and a document within another by its own name', () => {
    const named = shapeTypes([Job, Jobs]).map(({ name, elements, attributes }) => [
      name,
      [...elements, ...attributes].map(
        ({ of, ...field }) =>
          `${field.name}: ${typeof of === 'string' ? of : of.is === 'text' ? of.kind : of.is}`,
      ),
    ])
    assert.deepEqual(named, [
      ['Job', ['name: string', 'log: JobLog', 'part: Job']],
      ['JobLog', ['task: JobLogTask']],
      ['JobLogTask', ['step: integer', 'sub: JobLogTask', 'id: integer']],
      ['Jobs', ['job: Job']],
    ])
  })

  it('have names of their own', () => {
    const names = shapeTypes(DOCUMENTS).map(({ name }) => name)
    assert.equal(new Set(names).size, names.length)
  })
})
