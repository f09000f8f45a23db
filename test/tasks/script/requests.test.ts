import assert from 'node:assert/strict'
import { ScriptCallRefused } from '../../../tasks/script/calls.ts'
import { Scripts } from '../../../tasks/script/scripts.ts'
import { ran, resultOf } from './sandbox.ts'

let scripts: Scripts
before(() => {
  scripts = new Scripts()
})
after(() => scripts[Symbol.asyncDispose]())

const PLAIN = { query: [], headers: [] }
const JSON_TYPE = ['content-type', 'application/json']

describe('api and http', () => {
  // biome-ignore format: a table
  for (const [call, request] of [
    ['api.path("item").path("VX-7").get()',           { ...PLAIN, method: 'GET', path: ['item', 'VX-7'] }],
    ['api.get("item/VX-7", { metadata: true })',      { ...PLAIN, method: 'GET', path: ['item/VX-7'], query: [['metadata', 'true']] }],
    ['api.path("job").queryParam("first", 1).queryParam("first", 2).get()', { ...PLAIN, method: 'GET', path: ['job'], query: [['first', '1'], ['first', '2']] }],
    ['api.path("job").header("RunAs", "anna").dataType("xml").get()', { ...PLAIN, method: 'GET', path: ['job'], headers: [['RunAs', 'anna'], ['accept', 'application/xml']] }],
    ['api.path("job").dataType("image/png").timeout(500).get()', { ...PLAIN, method: 'GET', path: ['job'], headers: [['accept', 'image/png']], timeoutMs: 500 }],
    ['api.path("item").input({ a: [1] }).post()',     { method: 'POST', path: ['item'], query: [], headers: [JSON_TYPE], body: '{"a":[1]}' }],
    ['api.path("item").input("<a/>", "xml").put()',   { method: 'PUT', path: ['item'], query: [], headers: [['content-type', 'application/xml']], body: '<a/>' }],
    ['api.post("item", { a: 1 }, { type: "video" })', { method: 'POST', path: ['item'], query: [['type', 'video']], headers: [JSON_TYPE], body: '{"a":1}' }],
    ['api.put("item/VX-7")',                          { ...PLAIN, method: 'PUT', path: ['item/VX-7'] }],
    ['api.delete("item/VX-7")',                       { ...PLAIN, method: 'DELETE', path: ['item/VX-7'] }],
    ['http.uri("http://mam/hook").queryParam("a", "b c").get()', { ...PLAIN, method: 'GET', path: ['http://mam/hook'], query: [['a', 'b c']] }],
  ] as const)
    it(`${call} is one request`, async () => {
      const { ended, requests } = await ran(scripts, call)
      assert.deepEqual({ ended, requests }, { ended: { ended: 'finished' }, requests: [request] })
    })

  it('share what is common to two requests', async () => {
    const source =
      'const item = api.path("item").path("VX-7"); item.path("shape").get(); item.path("metadata").get()'
    const { requests } = await ran(scripts, source)
    assert.deepEqual(
      requests.map(({ path }) => path.join('/')),
      ['item/VX-7/shape', 'item/VX-7/metadata'],
    )
  })

  it('return JSON as a value, and other types as text', async () => {
    assert.deepEqual(await resultOf(scripts, 'api.get("job")'), { hits: 1 })
    const xml = { status: 200, headers: { 'content-type': 'application/xml' }, body: '<a/>' }
    assert.equal(await resultOf(scripts, 'api.get("job")', { response: xml }), '<a/>')
    const broken = { status: 200, headers: { 'content-type': 'application/json' }, body: '{' }
    assert.equal(await resultOf(scripts, 'api.get("job")', { response: broken }), '{')
  })

  const missing = { status: 404, headers: { 'content-type': 'application/json' }, body: '{"notFound":{}}' }

  it('throw for a status of 400 or above', async () => {
    const { ended } = await ran(scripts, 'api.path("item").path("VX-9").get()', { response: missing })
    assert.ok(ended.ended === 'failed')
    assert.equal(ended.message, 'Error: GET item/VX-9 was answered with 404: {"notFound":{}}')
  })

  it('return the whole response after rich(), whatever its status', async () => {
    const { headers } = missing
    const rich = { status: 404, headers, output: { notFound: {} }, response: '{"notFound":{}}' }
    assert.deepEqual(await resultOf(scripts, 'api.path("item").rich().get()', { response: missing }), rich)
  })

  // biome-ignore format: a table
  for (const [call, message] of [
    ['api.get()',                                'Error: api: the path must be given as texts'],
    ['api.path(undefined)',                      'TypeError: api.path must not be undefined'],
    ['api.queryParam("a", {})',                  'TypeError: api.queryParam must not be a object'],
    ['api.path("a").input("<a/>").post()',       'TypeError: An input that is a string needs a type, such as json or xml'],
    ['api.user("root")',                         'Error: api.user is not supported: requests are made as the user of the job'],
    ['api.path("a").timeout("soon").get()',      'Error: api: the timeout must be a number of milliseconds from 1 to 86400000'],
    ['api.path("a").timeout(3e9).get()',         'Error: api: the timeout must be a number of milliseconds from 1 to 86400000'],
    ['api.path("a").timeout(0.5).get()',         'Error: api: the timeout must be a number of milliseconds from 1 to 86400000'],
    ['http.get("http://mam/")',                  'TypeError: not a function'],
    ['http.uri(5n); http.uri(null)',             'TypeError: http.uri must not be null'],
  ] as const)
    it(`refuse ${call}`, async () => {
      const { ended, requests } = await ran(scripts, call)
      assert.ok(ended.ended === 'failed')
      assert.deepEqual({ message: ended.message, requests }, { message, requests: [] })
    })

  it('throw what the host refuses', async () => {
    const http = async (): Promise<never> => {
      throw new ScriptCallRefused('http://169.254.169.254/ is not allowed')
    }
    const { ended } = await ran(scripts, '\nhttp.uri("http://169.254.169.254/").get()', { calls: { http } })
    assert.ok(ended.ended === 'failed')
    assert.deepEqual([ended.message, ended.line], ['Error: http://169.254.169.254/ is not allowed', 2])
  })
})
