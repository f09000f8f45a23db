import assert from 'node:assert/strict'
import { writeXml } from '../schema/codec/xml/xml.ts'
import {
  attribute,
  type DocumentOf,
  document,
  element,
  empty,
  integer,
  itself,
  list,
  maybe,
  oneOf,
  shape,
  string,
} from '../schema/document.ts'
import type { ExceptionDocument } from '../schema/documents/exception.ts'
import { JobDocument } from '../schema/documents/job.ts'
import type { JobSearchDocument } from '../schema/documents/job-search.ts'
import type { JobState, Priority, StepState } from '../schema/states.ts'

/** True if the two types are identical, including `readonly` and optional fields. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <_Proof extends true>() => undefined

const Sample = document('Sample', {
  name: element(string),
  level: maybe(oneOf(['LOW', 'HIGH'])),
  stop: maybe(empty),
  again: list(itself),
  part: list(shape({ id: attribute(integer) })),
})
type Sample = DocumentOf<typeof Sample>

describe('the type of a document', () => {
  it('follows from its description', () => {
    same<Same<Sample['name'], string>>()
    same<Same<Sample['level'], 'LOW' | 'HIGH' | undefined>>()
    same<Same<Sample['stop'], '' | undefined>>()
    same<Same<Sample['again'], readonly Sample[]>>()
    same<Same<Sample['part'], readonly { readonly id: number }[]>>()
    same<Same<Pick<Sample, 'name'>, { readonly name: string }>>()
    same<Same<Pick<Sample, 'level'>, { readonly level?: 'LOW' | 'HIGH' | undefined }>>()
    same<Same<typeof Sample.name, 'Sample'>>()
  })

  it('of a job has its states and times, not strings', () => {
    type Task = NonNullable<JobDocument['log']>['task'][number]
    same<Same<JobDocument['status'], JobState>>()
    same<Same<JobDocument['priority'], Priority>>()
    same<Same<JobDocument['started'], Date | undefined>>()
    same<Same<Task['status'], StepState>>()
    same<Same<Task['subTask'], readonly Task[]>>()
    same<Same<JobSearchDocument['facet'][number]['count'], boolean | undefined>>()
    same<Same<keyof NonNullable<ExceptionDocument['conflict']>, 'context' | 'id' | 'explanation' | 'value'>>()
  })
})

const JOB: JobDocument = { jobId: 'VX-1', status: 'READY', type: 'EXPORT', priority: 'LOW' }

/** Never called: each line must be a compile error. */
function mistakes(job: JobDocument, sample: Sample): void {
  // @ts-expect-error: a required field is missing
  writeXml(JobDocument, { jobId: 'VX-1' })
  // @ts-expect-error: no such state
  writeXml(JobDocument, { ...JOB, status: 'RUNNING' })
  // @ts-expect-error: a time is a Date
  writeXml(JobDocument, { ...JOB, started: '2020-10-02T15:36:54Z' })
  // @ts-expect-error: no such field
  writeXml(JobDocument, { ...JOB, hostname: 'a' })
  // @ts-expect-error: absence is undefined
  writeXml(JobDocument, { ...JOB, user: null })
  // @ts-expect-error: values are readonly
  job.status = 'STARTED'
  // @ts-expect-error: lists are readonly
  sample.again.push(sample)
  // @ts-expect-error: a list is never undefined
  writeXml(Sample, { name: 'a', again: [] })
  // @ts-expect-error: an attribute is a string
  attribute(shape({}))
  // @ts-expect-error: a required field of the same type would be infinite
  element(itself)
}

describe('mistakes with documents', () => {
  it('do not compile', () => assert.equal(typeof mistakes, 'function'))
})
