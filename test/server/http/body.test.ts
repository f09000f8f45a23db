import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { gzipSync } from 'node:zlib'
import request from 'supertest'
import { SimpleMetadataDocument } from '../../../schema/documents/simple-metadata.ts'
import { operation } from '../../../server/http/operation.ts'
import { as } from '../../factory.ts'
import { stage } from './shared.ts'

const startAThing = operation({
  title: 'Start a thing',
  method: 'POST',
  path: '/thing',
  role: '_job_write',
  accepts: SimpleMetadataDocument,
  produces: SimpleMetadataDocument,
}).answer(async ({ body }) => body ?? { field: [{ key: 'body', value: 'none' }] })

const runAScript = operation({
  title: 'Run a script',
  method: 'POST',
  path: '/script',
  accepts: 'text',
  produces: 'text',
}).answer(async ({ body }) => `ran ${body ?? 'nothing'}`)

const JSON_TYPE = 'application/json'
const NS = 'xmlns="http://xml.vidispine.com/schema/vidispine"'

describe('bodies', () => {
  const staged = stage([startAThing, runAScript], { bodyLimitBytes: 2_000 })

  const { server } = staged
  const XML = `<SimpleMetadataDocument ${NS}><field><key>a</key><value>Été</value></field></SimpleMetadataDocument>`
  const AS_JSON = '{"field":[{"key":"a","value":"Été"}]}'
  const send = (headers: Record<string, string>, body?: string | Buffer) => {
    const sending = request(server)
      .post('/API/thing')
      .set({ Authorization: as('bob'), Accept: JSON_TYPE, ...headers })
    return body === undefined ? sending : sending.serialize((text: unknown) => text as string).send(body)
  }

  // biome-ignore format: a table
  for (const [what, headers, body, value] of [
      ['application/xml',                       { 'Content-Type': 'application/xml' },                        XML,                          'Été'],
      ['text/xml with a charset',               { 'Content-Type': 'Text/XML; charset="ISO-8859-1"' },          Buffer.from(XML, 'latin1'),   'Été'],
      ['XML that declares its charset',         { 'Content-Type': 'application/xml' },                        Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${XML}`, 'latin1'), 'Été'],
      ['UTF-16 with a byte order mark',         { 'Content-Type': 'application/xml;charset=utf-16' },         Buffer.from(`\ufeff${XML}`, 'utf16le'), 'Été'],
      ['UTF-8 with a byte order mark',          { 'Content-Type': 'application/json' },                       `\ufeff${AS_JSON}`,           'Été'],
      ['JSON',                                  { 'Content-Type': 'application/json;charset=UTF-8' },         AS_JSON,                      'Été'],
      ['gzipped JSON',                          { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }, gzipSync(AS_JSON),      'Été'],
      ['no body with a Content-Type',           { 'Content-Type': 'application/json' },                       undefined,                    'none'],
      ['no body with an unknown type',          { 'Content-Type': 'image/png' },                              undefined,                    'none'],
      ['no body and no type',                   {},                                                           undefined,                    'none'],
    ] as const)
      it(`are read: ${what}`, async () => {
        const answer = await send(headers, body)
        assert.equal(answer.status, 200, answer.text)
        assert.equal(answer.body.field[0].value, value)
      })

  // biome-ignore format: a table
  for (const [what, headers, body, status, context] of [
      ['an unknown type',      { 'Content-Type': 'application/x-www-form-urlencoded' },  'a=b',                                  415, 'Content-Type'],
      ['an unknown charset',   { 'Content-Type': 'application/json;charset=klingon' },   AS_JSON,                                415, 'Content-Type'],
      ['an unknown encoding',  { 'Content-Type': 'application/json', 'Content-Encoding': 'br' }, AS_JSON,                        415, 'Content-Encoding'],
      ['bytes that are not UTF-8', { 'Content-Type': 'application/json' },               Buffer.from(AS_JSON, 'latin1'),         400, 'body'],
      ['invalid JSON',         { 'Content-Type': 'application/json' },                   '{"field":',                            400, 'SimpleMetadataDocument'],
      ['invalid XML',          { 'Content-Type': 'application/xml' },                    '<SimpleMetadataDocument>',             400, 'SimpleMetadataDocument'],
      ['another document',     { 'Content-Type': 'application/xml' },                    '<JobDocument/>',                       400, 'SimpleMetadataDocument'],
      ['a missing field',      { 'Content-Type': 'application/json' },                   '{"field":[{"value":"b"}]}',            400, 'SimpleMetadataDocument.field[0].key'],
      ['too many bytes',       { 'Content-Type': 'application/json' },                   `{"x":"${'x'.repeat(3_000)}"}`,         413, 'body'],
      ['a gzip bomb',          { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }, gzipSync('x'.repeat(1_000_000)), 413, 'body'],
      ['invalid gzip',         { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }, 'plain',                      400, 'body'],
    ] as const)
      it(`are refused: ${what} → ${status}`, async () => {
        const answer = await send(headers, body)
        assert.equal(answer.status, status, answer.text)
        assert.equal(answer.body.invalidInput.context, context)
      })

  for (const [what, body, status] of [
    ['read', AS_JSON, 200],
    ['refused if too long', 'x'.repeat(300_000), 413],
    ['treated as absent if empty', '', 200],
  ] as const)
    it(`sent in chunks are ${what}`, async () =>
      assert.equal(await sendInChunks(staged.baseUrl, body), status))

  it('can be plain text', async () => {
    const post = () => request(server).post('/API/script').set('Authorization', as('bob'))
    const script = await post().set('Content-Type', 'application/javascript').send('job.log("é")')
    assert.equal(script.text, 'ran job.log("é")')
    assert.equal((await post()).text, 'ran nothing')
    assert.equal((await post().set('Content-Type', 'application/xml').send('<a/>')).status, 415)
  })
})

/** On a separate server: with so short a timeout, bodies of the other tests might be late, too. */
describe('bodies that do not arrive in time', () => {
  const { server } = stage([startAThing], { bodyTimeoutMs: 150 })

  it('are refused with 408', async () => {
    const answer = await request(server)
      .post('/API/thing')
      .set({
        Authorization: as('bob'),
        'Content-Type': JSON_TYPE,
        'Content-Length': '50',
        Connection: 'close',
      })
      .serialize((text: unknown) => text as string)
      .send('{')
      .timeout(10_000)
      .catch((error: { response?: request.Response }) => error.response)
    assert.equal(answer?.status, 408)
  })
})

/** Without supertest, which would send a Content-Length. */
async function sendInChunks(baseUrl: string, body: string): Promise<number | undefined> {
  const headers = {
    Authorization: as('bob'),
    'Content-Type': 'application/json',
    'Transfer-Encoding': 'chunked',
  }
  const sending = httpRequest(`${baseUrl}/thing`, { method: 'POST', headers })
  sending.end(body)
  const [answer] = (await once(sending, 'response')) as [IncomingMessage]
  answer.resume()
  return answer.statusCode
}
