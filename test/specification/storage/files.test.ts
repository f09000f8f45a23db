/** The files of storages, as clients see them (wire-media.md §§1.5–1.7, 10). */
import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Api, api } from '../../api.ts'

const JSON_TYPE = 'application/json'
const auth = ['admin', 'admin'] as const

describe('Files of a storage:', () => {
  let served: Api
  let id: string
  before(async () => {
    served = await api()
    const root = `${pathToFileURL(served.mediaRoot).href}/`
    id = (await ask('post', '/API/storage').send({ method: [{ uri: root }] })).body.id
  })
  after(() => served[Symbol.asyncDispose]())

  const ask = (method: 'get' | 'put' | 'post' | 'delete', path: string, accept = JSON_TYPE) =>
    served.request[method](path)
      .auth(...auth)
      .set('Accept', accept)

  it('a path is registered, decoded, and shown as an encoded URI', async () => {
    const { text } = await ask(
      'post',
      `/API/storage/${id}/file?path=in/a%20b.mov&createOnly=false`,
      'application/xml',
    )
    assert.match(text, /<path>in\/a b\.mov<\/path><uri>[^<]+\/in\/a%20b\.mov<\/uri><state>CLOSED<\/state>/)
  })

  it('a path that is registered exists already', async () => {
    const { body: first } = await ask('post', `/API/storage/${id}/file?path=once.mov`)
    const { status, body } = await ask('post', `/API/storage/${id}/file?path=/once.mov`)
    assert.equal(status, 409)
    const { storageId, fileId, path } = body.fileAlreadyExists
    assert.deepEqual({ storageId, fileId, path }, { storageId: id, fileId: first.id, path: 'once.mov' })
    const again = await ask('post', `/API/storage/${id}/file?path=once.mov&createOnly=false`)
    assert.equal(again.body.id, first.id)
  })

  it('the state of a new one is that of the document', async () => {
    const { body } = await ask('post', `/API/storage/${id}/file`).send({ path: 'open.mov', state: 'OPEN' })
    assert.equal(body.state, 'OPEN')
    const closed = await ask('put', `/API/file/${body.id}/state/CLOSED`)
    assert.equal(closed.body.state, 'CLOSED')
    assert.equal((await ask('put', `/API/file/${body.id}/state/NOPE`)).status, 400)
  })

  for (const path of ['../outside.mov', 'a/../../b', ''])
    it(`the path “${path}” is refused`, async () => {
      const { status } = await ask('post', `/API/storage/${id}/file?path=${encodeURIComponent(path)}`)
      assert.equal(status, 400)
    })

  it('one is found by id, path and URI', async () => {
    const { body } = await ask('post', `/API/storage/${id}/file?path=found/c%20d.mov`)
    for (const path of [
      `/API/file/${body.id}`,
      `/API/storage/file/${body.id}`,
      `/API/storage/${id}/file/${body.id}`,
      `/API/storage/${id}/file/path/found%2Fc%20d.mov;includeItem=True`,
      `/API/storage/file/uri/${encodeURIComponent(body.uri[0])}`,
    ])
      assert.deepEqual((await ask('get', path)).body, body, path)
    assert.equal((await ask('get', `/API/storage/VX-99999/file/${body.id}`)).status, 404)
  })

  for (const [query, found] of [
    ['path=/list', ['list/a.mov', 'list/b.mxf', 'list/sub/c.mov']],
    ['path=list&recursive=false', ['list/a.mov', 'list/b.mxf']],
    ['path=list/a.mov', ['list/a.mov']],
    ['path=list/*.mov&wildcard=true', ['list/a.mov', 'list/sub/c.mov']],
    ['path=LIST/A.mov&ignorecase=true', ['list/a.mov']],
    ['path=list&state=OPEN,LOST', ['list/b.mxf']],
    ['path=list&state=NOPE', []],
    ['path=list&sort=filename%20desc&number=2', ['list/sub/c.mov', 'list/b.mxf']],
    ['path=list&filter=noitem&first=2', ['list/sub/c.mov']],
    ['path=list&filter=item', []],
    ['path=list&filter=files&start=1&number=1', ['list/b.mxf']],
  ] as const)
    it(`${query} lists ${found.join(', ') || 'nothing'}`, async () => {
      await ask('post', `/API/storage/${id}/file?path=list/a.mov`)
      await ask('post', `/API/storage/${id}/file?path=list/b.mxf&state=OPEN`)
      await ask('post', `/API/storage/${id}/file?path=list/sub/c.mov`)
      const { body } = await ask('get', `/API/storage/${id}/file?${query}`)
      assert.deepEqual(
        (body.file ?? []).map(({ path }: { path: string }) => path),
        found,
      )
    })

  it('their number alone is told with number=0, and pages end empty', async () => {
    const { text } = await ask('get', `/API/storage/${id}/file;start=0;number=0?path=/`, 'application/xml')
    assert.match(text, /<hits>\d+<\/hits><\/FileListDocument>/)
    const { body } = await ask('get', `/API/storage/${id}/file;start=1000;number=100?path=/`)
    assert.deepEqual(Object.keys(body), ['hits'])
  })

  it('their content is downloaded, whole or in part', async () => {
    await mkdir(join(served.mediaRoot, 'data'), { recursive: true })
    await writeFile(join(served.mediaRoot, 'data', 'text.bin'), 'twelve bytes')
    const { body } = await ask('post', `/API/storage/${id}/file?path=data/text.bin`)
    const whole = await ask('get', `/API/storage/file/${body.id}/data`, '*')
    assert.deepEqual([whole.status, whole.headers['content-length']], [200, '12'])
    const part = await ask('get', `/API/storage/file/${body.id}/data`, '*').set('Range', 'bytes=7-')
    assert.deepEqual([part.status, part.headers['content-range']], [206, 'bytes 7-11/12'])
    const gone = await ask('post', `/API/storage/${id}/file?path=data/none.bin`)
    assert.equal((await ask('get', `/API/storage/file/${gone.body.id}/data`)).status, 404)
  })

  it('one gets another path, with another id', async () => {
    const { body } = await ask('post', `/API/storage/${id}/file?path=before.mov`)
    const moved = await ask('post', `/API/file/${body.id}/path?path=after.mov`)
    assert.equal(moved.body.path, 'after.mov')
    assert.equal((await ask('get', `/API/file/${body.id}`)).status, 404)
  })

  it('those that no item has are importable', async () => {
    const method = [{ uri: `${pathToFileURL(served.mediaRoot).href}/drop/` }]
    const { body: drop } = await ask('post', '/API/storage').send({ method, showImportables: false })
    const at = async (path: string, state: string) =>
      (await ask('post', `/API/storage/${drop.id}/file`).send({ path, state })).body.id
    const [closed] = [
      await at('a/a.mov', 'CLOSED'),
      await at('b.mov', 'LOST'),
      await at('c.mov', 'TO_APPEAR'),
    ]
    const found = async (path: string) => {
      const { body, text } = await ask('get', path)
      assert.ok(body.hits !== undefined, text)
      return (body.element ?? []).map(({ file }: { file: { id: string } }) => file.id)
    }
    for (const path of [`/API/storage/${drop.id}/importable`, `/API/storage/${drop.id}/file/importable/`])
      assert.deepEqual(await found(`${path}?state=CLOSED,LOST`), [closed], path)
    const all = ['/API/storage/importable', '/API/storage/file/importable/', '/API/file/importable/']
    for (const path of all) assert.ok(!(await found(`${path}?number=1000`)).includes(closed), path)
    const rule = { tag: ['lowres'], enabled: true }
    await ask('put', `/API/storage/${drop.id}/auto-import`).send(rule)
    assert.deepEqual(await found(`/API/storage/${drop.id}/importable`), [])
    const importable = `/API/storage/${drop.id}/importable?auto=true&path=a&prefix=true`
    assert.equal((await ask('get', importable, 'text/plain')).text, `${closed}\r\n`)
    assert.equal((await ask('get', '/API/storage/VX-99999/importable')).status, 404)
  })

  it('one is forgotten', async () => {
    const { body } = await ask('post', `/API/storage/${id}/file?path=forget.mov`)
    assert.equal((await ask('delete', `/API/file/${body.id}/entity`)).status, 200)
    assert.equal((await ask('get', `/API/file/${body.id}`)).status, 404)
  })

  it('the checksum of one can be set', async () => {
    const { body } = await ask('post', `/API/storage/${id}/file?path=hash.mov`)
    assert.equal((await ask('put', `/API/file/${body.id}/hash/xyz`)).status, 400)
    await ask('put', `/API/file/${body.id}/hash/${'a'.repeat(40)}`)
    await ask('put', `/API/file/${body.id}/hash/${'b'.repeat(32)}?algorithm=MD5`)
    const again = await ask('get', `/API/file/${body.id}`)
    assert.equal(again.body.hash, 'a'.repeat(40))
    assert.deepEqual(again.body.metadata.field, [{ key: 'hash-MD5', value: 'b'.repeat(32) }])
  })
})
