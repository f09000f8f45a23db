/** Links to files that need no credentials (wire-media.md §§1.5, 2.3, 11 row 7). */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { grantIn, sentAs, tokenOf } from '../../../server/storage/file/signed-link.ts'
import { serving } from '../../serving.ts'

const GRANT = { fileId: 'VX-31', until: 60_000, disposition: 'attachment; filename="a.mov"' }

describe('A signed link', () => {
  const token = tokenOf(GRANT, 'key')

  it('grants what it was made for', () => assert.deepEqual(grantIn(token, 'VX-31', 'key', 59_999), GRANT))

  // biome-ignore format: a table
  for (const [what, [signed, file, key, now]] of [
    ['after its end',          [token, 'VX-31', 'key', 60_000]],
    ['of another file',        [token, 'VX-32', 'key', 0]],
    ['signed with another key', [token, 'VX-31', 'other', 0]],
    ['with a later end',       [`zz${token}`, 'VX-31', 'key', 0]],
    ['with another name',      [token.replace(/\..*\./, '..'), 'VX-31', 'key', 0]],
    ['with more',              [`${token}.a`, 'VX-31', 'key', 0]],
    ['that is empty',          ['', 'VX-31', 'key', 0]],
  ] as const)
    it(`grants nothing ${what}`, () => assert.equal(grantIn(signed, file, key, now), undefined))

  for (const [disposition, name, download] of [
    ['', 'a.mov', false],
    ['attachment', 'a.mov', true],
    ['attachment; filename="The reel.mov"', 'The reel.mov', true],
    ['inline; filename=b.mov', 'b.mov', false],
    ['attachment; filename=../../etc/b', 'b', true],
  ] as const)
    it(`with “${disposition}” sends ${name}`, () =>
      assert.deepEqual(sentAs(disposition, 'in/a.mov'), { name, download }))
})

describe('A file by a link', () => {
  const { api, ask } = serving()
  let file = ''
  before(async () => {
    await writeFile(join(api().mediaRoot, 'a.mp4'), 'content')
    const body = JSON.stringify({ method: [{ uri: `${pathToFileURL(api().mediaRoot).href}/` }] })
    const storage = (await ask('POST /storage', { by: 'root', type: 'application/json', body })).body.id
    file = (await ask(`POST /storage/${storage}/file?path=a.mp4`, { by: 'root' })).body.id
  })

  async function link(line: string): Promise<string> {
    const { body } = await ask(line, { by: 'root' })
    return new URL(body.uri[0]).pathname
  }

  it('is downloaded without credentials, whole or in part', async () => {
    const path = await link(`POST /file/${file}/uri`)
    assert.match(path, new RegExp(`^/APInoauth/storage/file/data/.+/${file}\\.mp4$`))
    const whole = await ask(`GET ${path}`, { by: 'nobody', accept: '*/*' })
    assert.deepEqual([whole.status, whole.body.toString()], [200, 'content'])
    assert.match(whole.headers['content-disposition'] ?? '', /^inline; filename="a.mp4"/)
    const part = await ask(`GET ${path}`, { by: 'nobody', accept: '*/*', headers: { Range: 'bytes=1-3' } })
    assert.deepEqual(
      [part.status, part.body.toString(), part.headers['content-range']],
      [206, 'ont', 'bytes 1-3/7'],
    )
  })

  it('has the name and the disposition that were asked for', async () => {
    const how = encodeURIComponent('contentDisposition=attachment; filename="x.mp4"')
    const path = await link(
      `GET /storage/file/${file}/?methodMetadata=format%3DSIGNED-AUTO&methodMetadata=${how}`,
    )
    const { headers } = await ask(`GET ${path}`, { by: 'nobody', accept: '*/*' })
    assert.match(headers['content-disposition'] ?? '', /^attachment; filename="x.mp4"/)
  })

  it('replaces the URIs with methodType=AUTO', async () => {
    assert.match(await link(`GET /file/${file}?methodType=AUTO`), /\.mp4$/)
  })

  it('is 404 with a changed link', async () => {
    const path = await link(`POST /file/${file}/uri`)
    const { status } = await ask(`GET ${path.replace(/data\/./, 'data/9')}`, { by: 'nobody' })
    assert.equal(status, 404)
  })

  for (const [query, context] of [
    ['write=true', 'write'],
    ['duration=721', 'duration'],
    ['scheme=ftp', 'scheme'],
  ])
    it(`is refused with ${query}`, async () => {
      const { status, body } = await ask(`POST /file/${file}/uri?${query}`, { by: 'root' })
      assert.deepEqual([status, body.invalidInput.context], [400, context])
    })
})
