import assert from 'node:assert/strict'
import request from 'supertest'
import { URIListDocument } from '../../../schema/documents/uri-list.ts'
import { operation } from '../../../server/http/operation.ts'
import { boolean, integer } from '../../../server/http/request/parameter-kinds.ts'
import { parameter } from '../../../server/http/request/parameters.ts'
import { as } from '../../factory.ts'
import { stage } from './shared.ts'

const listThings = operation({
  title: 'List things',
  method: 'GET',
  path: '/thing',
  role: '_job_read',
  query: { first: parameter(integer, 1, 'First'), user: parameter(boolean, true, 'Mine only') },
  produces: URIListDocument,
  plain: ({ uri }) => uri,
}).answer(async ({ query, user }) => ({ uri: [`first=${query.first + 0}`, `user=${query.user}`, user.name] }))

const retrieveAThing = operation({
  title: 'Retrieve a thing',
  method: 'GET',
  path: '/thing/:thingId',
  produces: URIListDocument,
}).answer(async ({ path, baseUrl }) => ({ uri: [path.thingId.slice(0), baseUrl] }))

const listProblems = operation({
  title: 'List problems',
  method: 'GET',
  path: '/thing/problem',
  produces: URIListDocument,
}).answer(async () => ({ uri: ['problem'] }))

const abortAThing = operation({
  title: 'Abort a thing',
  method: 'DELETE',
  path: '/thing/:thingId',
}).answer(async () => undefined)

const longList = operation({ title: 'Long', method: 'GET', path: '/long', produces: URIListDocument }).answer(
  async () => ({ uri: Array.from({ length: 200 }, (_, index) => `VX-${index}`) }),
)

const OPERATIONS = [retrieveAThing, listThings, listProblems, abortAThing, longList]
const JSON_TYPE = 'application/json'
const PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const NS = 'xmlns="http://xml.vidispine.com/schema/vidispine"'
describe('the HTTP layer', () => {
  const staged = stage(OPERATIONS)
  const { server } = staged

  describe('routes', () => {
    // biome-ignore format: a table
    for (const [method, path, status, uri] of [
      ['get',    '/API/thing',                            200, ['first=1', 'user=true', 'bob']],
      ['get',    '/thing/',                               200, ['first=1', 'user=true', 'bob']],
      ['get',    '/API/thing;first=3?user=False',         200, ['first=3', 'user=false', 'bob']],
      ['get',    '/API/thing/problem/',                   200, ['problem']],
      ['get',    '/API/thing/a%2Fb%3Bc',                  200, ['a/b;c', 'BASE']],
      ['get',    '/API/thing/VX-1;metadata=true',         200, ['VX-1', 'BASE']],
      ['delete', '/API/thing/VX-1',                       200, undefined],
      ['get',    '/API',                                  404, undefined],
      ['get',    '/API/nothing',                          404, undefined],
      ['get',    '/API/Thing',                            404, undefined],
      ['get',    '/API/thing.json',                       404, undefined],
      ['get',    '/API/thing/%E9',                        404, undefined],
      ['put',    '/API/thing',                            405, undefined],
      ['patch',  '/API/thing',                            405, undefined],
    ] as const)
      it(`${method.toUpperCase()} ${path} → ${status}`, async () => {
        const answer = await request(server)[method](path).set('Authorization', as('bob')).set('Accept', JSON_TYPE)
        assert.equal(answer.status, status)
        if (uri) assert.deepEqual(answer.body.uri, uri.map((text) => (text === 'BASE' ? staged.baseUrl : text)))
      })

    it('answers unknown paths in JSON, whatever Accept says', async () => {
      const answer = await request(server).get('/API/nothing').set('Accept', 'text/plain')
      assert.equal(answer.headers['content-type'], JSON_TYPE)
      assert.equal(answer.text, '{"code":404,"message":"HTTP 404 Not Found"}')
    })

    it('lists the methods of a path with 405', async () => {
      const answer = await request(server).put('/API/thing/VX-1')
      assert.equal(answer.headers['allow'], 'DELETE, GET, HEAD, OPTIONS')
      assert.deepEqual(answer.body, { code: 405, message: 'HTTP 405 Method Not Allowed' })
    })

    it('answers HEAD like GET, without the body', async () => {
      const got = await request(server).get('/API/thing').set('Authorization', as('bob'))
      const head = await request(server).head('/API/thing').set('Authorization', as('bob'))
      assert.equal(head.status, 200)
      assert.equal(head.text, undefined)
      assert.equal(head.headers['content-length'], got.headers['content-length'])
    })

    it('answers OPTIONS without credentials, for browsers', async () => {
      const answer = await request(server).options('/API/thing').set('Origin', 'https://portal.example')
      assert.equal(answer.status, 204)
      assert.equal(answer.headers['access-control-allow-origin'], '*')
      assert.equal(answer.headers['access-control-allow-methods'], 'OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE')
      assert.match(
        String(answer.headers['access-control-allow-headers']),
        /^accept,content-type,authorization,index,size,runas/,
      )
      assert.equal(answer.headers['access-control-max-age'], '600')
    })
  })

  describe('answers', () => {
    // biome-ignore format: a table
    for (const [accept, type, text] of [
      ['application/xml',   'application/xml;charset=UTF-8', `${PROLOG}<URIListDocument ${NS}><uri>first=1</uri><uri>user=true</uri><uri>bob</uri></URIListDocument>`],
      ['*/*',               'application/xml;charset=UTF-8', `${PROLOG}<URIListDocument ${NS}><uri>first=1</uri><uri>user=true</uri><uri>bob</uri></URIListDocument>`],
      ['application/json',  'application/json',              '{"uri":["first=1","user=true","bob"]}'],
      ['text/plain',        'text/plain;charset=UTF-8',      'first=1\r\nuser=true\r\nbob\r\n'],
    ] as const)
      it(`Accept: ${accept} with ${type}`, async () => {
        const answer = await request(server).get('/API/thing').set('Authorization', as('bob')).set('Accept', accept)
        assert.equal(answer.headers['content-type'], type)
        assert.equal(answer.text, text)
        assert.equal(answer.headers['x-content-type-options'], 'nosniff')
        assert.equal(answer.headers['access-control-allow-origin'], '*')
        assert.equal(answer.headers['vary'], 'Accept, Accept-Encoding')
      })

    it('an unavailable format with 406', async () => {
      const answer = await request(server)
        .get('/API/thing/x')
        .set('Authorization', as('bob'))
        .set('Accept', 'text/plain')
      assert.equal(answer.status, 406)
    })

    it('an operation without a result with 200, a type and an empty body', async () => {
      for (const accept of ['application/json', 'application/xml', 'text/plain', 'image/png']) {
        const answer = await request(server)
          .delete('/API/thing/x')
          .set('Authorization', as('bob'))
          .set('Accept', accept)
        assert.equal(answer.status, 200)
        assert.equal(answer.headers['content-length'], '0')
        assert.ok(answer.headers['content-type'])
      }
    })

    it('with a gzipped document if it is long and the client accepts gzip', async () => {
      const get = (encoding: string) =>
        request(server)
          .get('/API/long')
          .set({ Authorization: as('bob'), Accept: JSON_TYPE, 'Accept-Encoding': encoding })
      const zipped = await get('gzip, deflate')
      const plain = await get('identity')
      const refused = await get('gzip;q=0')
      assert.equal(zipped.headers['content-encoding'], 'gzip')
      assert.equal(zipped.body.uri.length, 200)
      assert.equal(plain.headers['content-encoding'], undefined)
      assert.equal(refused.headers['content-encoding'], undefined)
    })
  })
})
