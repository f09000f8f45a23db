import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Koa from 'koa'
import supertest from 'supertest'
import { serveConsole } from '../../server/console/serve-console.ts'

const PAGE = '<!doctype html><title>Callsheet</title>'
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

describe('The console', () => {
  let folder = ''
  let request: ReturnType<typeof supertest>
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callsheet-console-'))
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), PAGE)
    await writeFile(join(folder, 'assets', 'index-1.js'), '/* a script */'.repeat(200))
    request = serving(folder)
  })
  after(() => rm(folder, { recursive: true, force: true }))

  it('redirects a browser from the root by a relative URL', () =>
    request.get('/').set('Accept', BROWSER).expect(302).expect('Location', 'console/'))

  it('passes on requests for the root from other clients', () => request.get('/').expect(404, 'elsewhere'))

  it('passes on other methods', () => request.post('/console/').expect(404, 'elsewhere'))

  it('is revalidated on each request, and blocks scripts and styles of other origins', async () => {
    const { headers, text } = await request.get('/console/?job=VX-1').expect(200)
    assert.equal(text, PAGE)
    assert.equal(headers['content-type'], 'text/html;charset=UTF-8')
    assert.equal(headers['cache-control'], 'no-cache')
    const policy = headers['content-security-policy'] ?? ''
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "frame-ancestors 'none'",
    ])
      assert.ok(policy.includes(rule), `${policy} has no ${rule}`)
    assert.doesNotMatch(policy, /unsafe/)
  })

  it('serves immutable assets, compressed for clients that accept it', async () => {
    const { headers } = await request
      .get('/console/assets/index-1.js')
      .set('Accept-Encoding', 'gzip')
      .expect(200)
    assert.equal(headers['content-type'], 'text/javascript;charset=UTF-8')
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
    assert.equal(headers['content-encoding'], 'gzip')
  })

  it('says how to build the console if it has not been built', async () => {
    const { text } = await serving(join(folder, 'nothing')).get('/console/').expect(404)
    assert.match(text, /npm run build:web/)
  })
})

function serving(folder: string) {
  const app = new Koa()
  app.use(serveConsole(folder))
  app.use((ctx) => {
    ctx.status = 404
    ctx.body = 'elsewhere'
  })
  return supertest(app.callback())
}
