import assert from 'node:assert/strict'
import { assertDescribed } from './described.ts'

const XML = 'xmlns="http://xml.vidispine.com/schema/vidispine"'
const JOB = { jobId: 'VX-1', status: 'READY', type: 'TRANSCODE', priority: 'LOW' }
const [JSON_TYPE, XML_TYPE] = ['application/json', 'application/xml'] as const

describe('An answer', () => {
  // biome-ignore format: a table
  const CASES = [
    ['is as described',                   'GET /job/VX-1', 200, JSON_TYPE, JSON.stringify(JOB), true],
    ['lacks a key',                       'GET /job/VX-1', 200, JSON_TYPE, '{"jobId":"VX-1"}', false],
    ['has a state that does not exist',   'GET /job/VX-1', 200, JSON_TYPE, JSON.stringify({ ...JOB, status: 'OVER' }), false],
    ['has a number for a string',         'GET /API/job/VX-1?wait=READY', 200, JSON_TYPE, JSON.stringify({ ...JOB, jobId: 1 }), false],
    ['is another document',               'GET /job', 200, JSON_TYPE, JSON.stringify(JOB), false],
    ['is the other of two documents',     'POST /job?dryRun=true', 200, JSON_TYPE, '{"type":"A","user":"b","status":"READY","priority":"LOW","step":[]}', true],
    ['is as described, in XML',           'GET /API/version', 200, XML_TYPE, `<VersionDocument ${XML}/>`, true],
    ['is another document, in XML',       'GET /job/VX-1', 200, XML_TYPE, `<VersionDocument ${XML}/>`, false],
    ['has an element that is unknown',    'GET /API/version', 200, XML_TYPE, `<VersionDocument ${XML}><a/></VersionDocument>`, false],
    ['has a format that is not offered',  'GET /version', 200, 'text/plain', '1', false],
    ['is an error without an exception',  'GET /job/VX-1', 404, JSON_TYPE, '{"code":404}', false],
    ['is a refusal of all formats',       'GET /job/VX-1', 406, JSON_TYPE, '{"code":406,"message":"HTTP 406"}', true],
    ['is of no operation',                'GET /nowhere', 404, JSON_TYPE, '{"code":404}', true],
  ] as const
  for (const [what, line, status, type, text, passes] of CASES)
    it(`that ${what} ${passes ? 'passes' : 'fails the test'}`, () => {
      const [method = '', path = ''] = line.split(' ')
      const check = () =>
        assertDescribed({ request: { method, url: `http://127.0.0.1${path}` }, status, type, text })
      if (passes) check()
      else assert.throws(check, assert.AssertionError)
    })
})
