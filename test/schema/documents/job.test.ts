import assert from 'node:assert/strict'
import { writeJson } from '../../../schema/codec/json/json.ts'
import { writeXml } from '../../../schema/codec/xml/xml.ts'
import { JobDocument, JobListDocument } from '../../../schema/documents/job.ts'

const JOB = { jobId: 'VX-1', status: 'READY', type: 'EXPORT', priority: 'LOW' } as const
const CORE = '"jobId":"VX-1","status":"READY","type":"EXPORT","priority":"LOW"'
const TASK = { step: 100, attempts: 0, status: 'READY', timestamp: new Date(0), subTask: [] } as const

const CASES: readonly (readonly [title: string, job: JobDocument, json: string])[] = [
  ['omits data, sub jobs and log when absent', JOB, `{${CORE}}`],
  ['writes empty data as an array', { ...JOB, data: [] }, `{${CORE},"data":[]}`],
  [
    'writes an empty log with an empty task list',
    { ...JOB, log: { task: [] } },
    `{${CORE},"log":{"task":[]}}`,
  ],
  ['omits an empty list of sub jobs', { ...JOB, subJob: [] }, `{${CORE}}`],
  [
    'omits an empty subStep of a task, and writes an empty subTask',
    { ...JOB, log: { task: [{ ...TASK, subStep: [] }] } },
    `{${CORE},"log":{"task":[{"step":100,"attempts":0,"status":"READY","timestamp":"1970-01-01T00:00:00.000+0000","subTask":[]}]}}`,
  ],
]

describe('JobDocument', () => {
  for (const [title, job, json] of CASES) it(title, () => assert.equal(writeJson(JobDocument, job), json))

  it('writes XML in the order of the schema, whatever the order of the value', () => {
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
  it('writes an empty job list, and omits empty facets', () => {
    assert.equal(
      writeJson(JobListDocument, { hits: 0, job: [], facet: [], notFound: [] }),
      '{"hits":0,"job":[]}',
    )
  })
})
