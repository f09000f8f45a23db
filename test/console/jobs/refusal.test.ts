import assert from 'node:assert/strict'
import { sentenceOf } from '../../../web/src/api/refusal.ts'

// biome-ignore format: a table
const CASES = [
  [404, { notFound: { type: 'Job', id: 'VX-9', context: null }, conflict: null }, 'Job VX-9 does not exist.'],
  [400, { invalidInput: { context: 'first', id: null, explanation: 'expected an integer', value: 'two' } }, 'First: expected an integer (“two”).'],
  [403, { forbidden: { context: '_job_write', id: 'ann', explanation: 'the role _job_write is missing' } }, 'The role _job_write is missing.'],
  [400, { invalidInput: { context: 'step', id: null, explanation: 'step 300 waits for step 200', value: '300' } }, 'Step 300 waits for step 200.'],
  [400, { invalidInput: { context: 'first', id: null, explanation: 'expected an integer, got “two”', value: 'two' } }, 'First: expected an integer, got “two”.'],
  [400, { invalidInput: { context: 'number', id: null, explanation: 'expected an integer from 10 to 20', value: '1' } }, 'Number: expected an integer from 10 to 20 (“1”).'],
  [404, { notFound: { type: 'shape-tag', id: 'hvec', context: 'expected one of hevc, web' } }, 'Shape-tag hvec does not exist; expected one of hevc, web.'],
  [409, { conflict: { context: null, id: null, explanation: null, value: null } }, 'Request refused.'],
  [500, { internalServer: { message: 'It is in the log as 12' } }, 'It is in the log as 12.'],
  [401, { notAuthorized: { message: 'too many failed sign-ins' } }, 'Too many failed sign-ins.'],
  [404, { code: 404, message: 'HTTP 404 Not Found' }, 'The server responded with status 404.'],
  [502, undefined, 'The server responded with status 502.'],
] as const

describe('An error response', () => {
  for (const [status, body, sentence] of CASES) {
    it(`with status ${status} and body ${JSON.stringify(body)} is shown as “${sentence}”`, () => {
      assert.equal(sentenceOf(status, body), sentence)
    })
  }
})
