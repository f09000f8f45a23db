import assert from 'node:assert/strict'
import { writeJson } from '../../../schema/codec/json/json.ts'
import { writeXml } from '../../../schema/codec/xml/xml.ts'
import { JobDocument, JobListDocument } from '../../../schema/documents/job.ts'

const JOB = { jobId: 'VX-1', status: 'READY', type: 'EXPORT', priority: 'LOW' } as const
const CORE = '"jobId":"VX-1","status":"READY","type":"EXPORT","priority":"LOW"'
const TASK = { step: 100, attempts: 0, status: 'READY', timestamp: new Date(0), subTask: [] } as const

const CASES: readonly (readonly [title: string, job: JobDocument, json: string])[] = [
  ['a job without data, sub jobs or log has none of their keys', JOB, `{${CORE}}`],
  ['data that was asked for is an array, even without entries', { ...JOB, data: [] }, `{${CORE},"data":[]}`],
  [
    'a log in which nothing ran has an empty task list',
    { ...JOB, log: { task: [] } },
    `{${CORE},"log":{"task":[]}}`,
  ],
  ['no sub jobs are no key', { ...JOB, subJob: [] }, `{${CORE}}`],
  [
    'a task without log lines has no subStep, and without sub tasks an empty list of them',
    { ...JOB, log: { task: [{ ...TASK, subStep: [] }] } },
    `{${CORE},"log":{"task":[{"step":100,"attempts":0,"status":"READY","timestamp":"1970-01-01T00:00:00.000+0000","subTask":[]}]}}`,
  ],
]

describe('JobDocument', () => {
  for (const [title, job, json] of CASES) it(title, () => assert.equal(writeJson(JobDocument, job), json))

  it('has the order of the schema in XML, whatever the order of the value', () => {
    const { priority, jobId, status, type } = JOB
    const names = writeXml(JobDocument, {
      priority,
      totalSteps: 1,
      type,
      waiting: {},
      status,
      user: 'u',
      jobId,
    }).matchAll(/<(\w+)/g)
    const order = ['JobDocument', 'jobId', 'user', 'status', 'type', 'priority', 'waiting', 'totalSteps']
    assert.deepEqual(
      [...names].map(([, name]) => name),
      order,
    )
  })
})

describe('JobListDocument', () => {
  it('without jobs has an empty list of them, and no facets', () => {
    assert.equal(
      writeJson(JobListDocument, { hits: 0, job: [], facet: [], notFound: [] }),
      '{"hits":0,"job":[]}',
    )
  })
})
