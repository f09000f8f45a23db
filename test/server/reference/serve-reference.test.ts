import assert from 'node:assert/strict'
import Koa from 'koa'
import supertest from 'supertest'
import { OPERATIONS } from '../../../server/operations.ts'
import { serveReference } from '../../../server/reference/serve-reference.ts'

describe('The reference', () => {
  const app = new Koa()
  app.use(serveReference(OPERATIONS, '1.2.3'))
  app.use((ctx) => {
    ctx.status = 404
    ctx.body = 'elsewhere'
  })
  const request = supertest(app.callback())

  it('is OpenAPI at /openapi.json', async () => {
    const { headers, body } = await request.get('/openapi.json').expect(200)
    assert.equal(headers['content-type'], 'application/json')
    assert.deepEqual([body.openapi, body.info.version], ['3.1.0', '1.2.3'])
  })

  it('is XML Schema at /schema.xsd', async () => {
    const { headers, text } = await request.get('/schema.xsd').expect(200)
    assert.equal(headers['content-type'], 'application/xml;charset=UTF-8')
    assert.match(text, /<xs:element name="JobDocument" type="JobDocument"\/>/)
  })

  it('is a page at /docs/, to which /docs redirects by a relative URL', async () => {
    await request.get('/docs').expect(302).expect('Location', 'docs/')
    const { text } = await request
      .get('/docs/')
      .expect(200)
      .expect('Content-Type', /^text\/html/)
    for (const [, file = ''] of text.matchAll(/(?:src|href)="([^":]+)"/g))
      await request.get(`/docs/${file}`).expect(200)
  })

  for (const path of ['/openapi.json', '/schema.xsd', '/docs/', '/docs/show.js', '/docs/swagger-ui.css'])
    it(`is sent once to a client that keeps ${path}, compressed or not`, async () => {
      const { headers } = await request.get(path).expect(200).expect('Cache-Control', 'no-cache')
      const tag = headers['etag'] ?? ''
      assert.match(tag, /^W\/"[\w-]{22}"$/)
      const again = await request.get(path).set('If-None-Match', tag).expect(304)
      assert.deepEqual([again.text, again.headers['etag']], ['', tag])
      await request.get(path).set('If-None-Match', '"another"').expect(200)
      await request.head(path).set('If-None-Match', `"another", ${tag}`).expect(304)
      await request.get(path).set('Accept-Encoding', 'identity').expect('ETag', tag)
    })

  it('permits scripts and styles of this origin only', async () => {
    const { headers } = await request.get('/docs/').expect(200)
    assert.match(headers['content-security-policy'] ?? '', /script-src 'self'; style-src 'self'/)
    assert.doesNotMatch(headers['content-security-policy'] ?? '', /unsafe/)
  })

  for (const path of ['/docs/package.json', '/docs/../package.json', '/docs/%2e%2e/main.ts', '/openapi.yaml'])
    it(`has nothing at ${path}`, () => request.get(path).expect(404, 'elsewhere'))

  it('passes on other methods', () => request.post('/openapi.json').expect(404, 'elsewhere'))
})
