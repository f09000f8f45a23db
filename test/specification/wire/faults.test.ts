/**
 * The faults of operations in three formats (wire.md §5), and errors of HTTP itself, which are always JSON.
 */

import assert from 'node:assert/strict'
import { oneOfNearest } from '../../../schema/nearest.ts'
import { CONTENT_TYPE } from '../../../server/http/answer/negotiate.ts'
import { JOB_TYPES } from '../../../steps/job-types.ts'
import { type How, serving } from '../../serving.ts'

const KINDS = [
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

const INVALID_TYPE = `Invalid job type: expected ${oneOfNearest(
  JOB_TYPES.map(({ name }) => name),
  'NOPE',
)}`

type Details = Readonly<Record<string, string | null>>
type Case = readonly [
  line: string,
  how: How,
  status: number,
  kind: (typeof KINDS)[number],
  details: Details,
  text: string,
]

// biome-ignore format: a table
const FAULTS: readonly Case[] = [
  ['GET /API/job/VX-999', {}, 404, 'notFound', { type: 'Job', id: 'VX-999', context: null },
    '404 A resource could not be found\r\nType: Job\r\nID: VX-999\r\n'],
  ['GET /API/job?first=two', {}, 400, 'invalidInput', { context: 'first', id: null, explanation: 'expected an integer, got “two”', value: 'two' },
    '400 An invalid parameter was entered\r\nContext: first\r\nReason: expected an integer, got “two”\r\nValue: two\r\n'],
  ['POST /API/job?type=NOPE', {}, 400, 'invalidInput', { context: 'type', id: null, explanation: INVALID_TYPE, value: 'NOPE' },
    `400 An invalid parameter was entered\r\nContext: type\r\nReason: ${INVALID_TYPE}\r\nValue: NOPE\r\n`],
  ['POST /API/job?type=TRANSCODE', { type: 'text/plain', body: 'a' }, 415, 'invalidInput', { context: 'Content-Type', id: null, explanation: 'expected application/xml or application/json', value: 'text/plain' },
    '415 An invalid parameter was entered\r\nContext: Content-Type\r\nReason: expected application/xml or application/json\r\nValue: text/plain\r\n'],
  ['DELETE /API/job/VX-1', { by: 'ann' }, 403, 'forbidden', { context: '_job_write', id: 'ann', explanation: 'the role _job_write is missing' },
    '403 The operation is not permitted\r\nContext: _job_write\r\nID: ann\r\nReason: the role _job_write is missing\r\n'],
  ['GET /API/job', { headers: { RunAs: 'ann' } }, 403, 'forbidden', { context: '_administrator', id: 'bob', explanation: 'RunAs needs the role _administrator' },
    '403 The operation is not permitted\r\nContext: _administrator\r\nID: bob\r\nReason: RunAs needs the role _administrator\r\n'],
  ['GET /API/job', { by: 'nobody' }, 401, 'notAuthorized', { message: 'Valid credentials are required' },
    '401 Not authorized\r\nMessage: Valid credentials are required\r\n'],
]

describe('Faults', () => {
  const { ask, job } = serving()

  for (const [line, how, status, kind, details, text] of FAULTS)
    describe(`${line}${how.by ? ` by ${how.by}` : ''} is ${status} ${kind}`, () => {
      it('in JSON, with all nine keys, in the order of the schema', async () => {
        const answer = await ask(line, how)
        assert.deepEqual([answer.status, answer.headers['content-type']], [status, CONTENT_TYPE.json])
        assert.equal(
          answer.text,
          JSON.stringify(Object.fromEntries(KINDS.map((one) => [one, one === kind ? details : null]))),
        )
      })

      for (const accept of ['application/xml', '*/*', 'text/html,application/xml;q=0.9,*/*;q=0.8'])
        it(`in XML for Accept: ${accept}`, async () => {
          const answer = await ask(line, { ...how, accept })
          assert.deepEqual([answer.status, answer.headers['content-type']], [status, CONTENT_TYPE.xml])
          assert.equal(answer.text, asXml(kind, details))
        })

      it('as text/plain, each line ended by CRLF', async () => {
        const answer = await ask(line, { ...how, accept: 'text/plain' })
        assert.deepEqual(
          [answer.status, answer.headers['content-type'], answer.text],
          [status, CONTENT_TYPE.text, text],
        )
      })
    })

  // biome-ignore format: a table
  for (const [line, how, status, text] of [
    ['GET /API/nothing',         {},                              404, '{"code":404,"message":"HTTP 404 Not Found"}'],
    ['GET /API/job/VX-1/nothing', {},                             404, '{"code":404,"message":"HTTP 404 Not Found"}'],
    ['GET /API/job.json',        {},                              404, '{"code":404,"message":"HTTP 404 Not Found"}'],
    ['GET /API/job/%E9',         { accept: 'text/plain' },        404, '{"code":404,"message":"HTTP 404 Not Found"}'],
    ['GET /API/job/VX-1%00',     { accept: 'text/plain' },        404, '{"code":404,"message":"HTTP 404 Not Found"}'],
    ['PUT /API/jobtype',         {},                              405, '{"code":405,"message":"HTTP 405 Method Not Allowed"}'],
    ['GET /API/job',             { accept: 'image/png' },         406, '{"code":406,"message":"HTTP 406 Not Acceptable: expected application/xml, application/json, text/plain in Accept, got “image/png”"}'],
    ['GET /API/version',         { accept: 'text/plain' },        406, '{"code":406,"message":"HTTP 406 Not Acceptable: expected application/xml, application/json in Accept, got “text/plain”"}'],
  ] as const)
    it(`are not documents: ${line} for ${'accept' in how ? how.accept : 'JSON'} is ${status}`, async () => {
      const answer = await ask(line, how)
      assert.deepEqual([answer.status, answer.headers['content-type'], answer.text], [status, CONTENT_TYPE.json, text])
    })

  // biome-ignore format: a table
  for (const [line, accept, status, type, text] of [
    ['GET /API/jobtype/NO_SUCH',               'text/plain', 404, 'text', '404 A resource could not be found'],
    ['GET /API/job/VX-9/problem',              'text/plain', 404, 'text', '404 A resource could not be found'],
    ['POST /API/job/bulk?action=forget',       'text/plain', 400, 'text', '400 An invalid parameter was entered'],
    ['GET /API/job?first=two',                 'image/png',  400, 'xml',  '<context>first</context>'],
    ['GET /API/job/VX-9',                      'image/png',  404, 'xml',  '<id>VX-9</id>'],
    ['DELETE /API/job/VX-9',                   'image/png',  404, 'xml',  '<id>VX-9</id>'],
  ] as const)
    it(`come before 406: ${line} for ${accept} is ${status}`, async () => {
      const answer = await ask(line, { accept })
      assert.deepEqual([answer.status, answer.headers['content-type']], [status, CONTENT_TYPE[type]])
      assert.ok(answer.text.includes(text), answer.text)
    })

  it('change nothing if the client accepts no format of the operation', async () => {
    const id = await job({ user: 'bob' })
    assert.equal(
      (await ask('POST /API/job/bulk?action=abort&all=true', { accept: 'text/plain' })).status,
      406,
    )
    assert.equal((await ask(`GET /job/VX-${id}`, { accept: 'text/plain' })).text, 'READY')
  })
})

function asXml(kind: string, details: Details): string {
  const elements = Object.entries(details).flatMap(([name, value]) =>
    value === null ? [] : [`<${name}>${value}</${name}>`],
  )
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><ExceptionDocument xmlns="http://xml.vidispine.com/schema/vidispine">' +
    `<${kind}>${elements.join('')}</${kind}></ExceptionDocument>`
  )
}
