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

  it('is where a browser is led that opens the root, by a relative redirect', () =>
    request.get('/').set('Accept', BROWSER).expect(302).expect('Location', 'console/'))

  it('leaves the root to others when no browser asks', () => request.get('/').expect(404, 'elsewhere'))

  it('leaves other methods to others', () => request.post('/console/').expect(404, 'elsewhere'))

  it('is asked for again each time, and allows no script and no style of anybody else', async () => {
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

  it('has assets that are kept for ever, and zipped for who can read that', async () => {
    const { headers } = await request
      .get('/console/assets/index-1.js')
      .set('Accept-Encoding', 'gzip')
      .expect(200)
    assert.equal(headers['content-type'], 'text/javascript;charset=UTF-8')
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
    assert.equal(headers['content-encoding'], 'gzip')
  })

  it('says how to build it when it has not been built', async () => {
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
