/** How thumbnails and posters are read, written and deleted (wire-media.md §5.5). */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'
import { item as newItem } from '../media/registry.ts'

const JPEG = Buffer.from('ffd8ffe000104a464946', 'hex')
const PNG = Buffer.from('89504e470d0a1a0a0000', 'hex')

describe('A thumbnail', () => {
  const served = serving()
  const { ask } = served
  let item = ''

  const put = (path: string, body: Uint8Array = JPEG, type = 'image/jpeg') =>
    ask(`PUT /thumbnail/VX-1/${item}${path}`, { by: 'root', type, body, accept: 'text/plain' })
  const read = (path: string, accept = '*/*') =>
    ask(`GET /thumbnail/VX-1/${item}${path}`, { by: 'root', accept }).buffer(true)
  const listed = async (query = '') =>
    (await ask(`GET /thumbnail/VX-1/${item}${query}`, { by: 'root' })).body.uri

  beforeEach(async () => {
    item = await newItem(served)
  })

  it('is written by PUT, which answers its URL', async () => {
    const { status, text } = await put('/50@25')
    assert.equal(status, 200, text)
    assert.match(text.trim(), new RegExp(`^http://[^/]+/API/thumbnail/VX-1/${item};version=0/50@25$`))
    assert.deepEqual((await read('/50@25')).body, JPEG)
  })

  for (const [what, body] of [
    ['nothing', Buffer.alloc(0)],
    ['a page', Buffer.from('<html>')],
  ] as const)
    it(`is not ${what}, whatever its type says`, async () => {
      const { status, text } = await put('/0@25', body)
      assert.equal(status, 400)
      assert.match(text, /JPEG or PNG/)
    })

  it('is found by its time in any time base, and encoded', async () => {
    await put('/50@25')
    for (const time of ['50@25', '50%4025', '50@PAL', '2', '2000@1000'])
      assert.equal((await read(`/${time}`)).status, 200, time)
    for (const [time, status] of [
      ['51@25', 404],
      ['soon', 400],
      ['-1@25', 400],
    ] as const)
      assert.equal((await read(`/${time}`)).status, status, time)
  })

  it('is replaced at its time, and others are listed in order', async () => {
    await put('/100@25')
    await put('/50@25')
    await put('/50@25', PNG)
    assert.deepEqual(await listed(), ['50@25', '100@25'])
    const { headers, body } = await read('/50@25')
    assert.deepEqual([headers['content-type'], body], ['image/png', PNG])
  })

  it('need not be sent again to a client that has it', async () => {
    await put('/0@25')
    const { etag } = (await read('/0@25')).headers
    const again = (tag: string) =>
      ask(`GET /thumbnail/VX-1/${item}/0@25`, { by: 'root', headers: { 'If-None-Match': tag } })
    assert.equal((await again(etag ?? '')).status, 304)
    await put('/0@25', PNG)
    assert.equal((await again(etag ?? '')).status, 200)
  })

  for (const [kind, accept, type] of [
    ['thumbnail', 'image/*', 'image/jpeg'],
    ['thumbnail', 'application/json', 'application/json'],
    ['thumbnail', '*/*', 'application/xml;charset=UTF-8'],
    ['thumbnail', 'text/html,application/xml;q=0.9,image/webp', 'application/xml;charset=UTF-8'],
    ['poster', '*/*', 'image/jpeg'],
    ['poster', 'image/jpeg', 'image/jpeg'],
    ['poster', 'application/json', 'application/json'],
    ['poster', 'text/plain', 'text/plain;charset=UTF-8'],
  ] as const)
    it(`the list of each ${kind} with Accept: ${accept} is ${type}`, async () => {
      await ask(`PUT /${kind}/VX-1/${item}/0@25`, {
        by: 'root',
        body: JPEG,
        accept: '*/*',
        type: 'image/jpeg',
      })
      const { headers } = await ask(`GET /${kind}/VX-1/${item}`, { by: 'root', accept }).buffer(true)
      assert.equal(headers['content-type'], type)
    })

  it('is deleted alone, by version, or with all others', async () => {
    for (const path of ['/0@25', '/25@25', ';version=1/0@25']) await put(path)
    const remove = async (path: string) =>
      (await ask(`DELETE /thumbnail/VX-1/${item}${path}`, { by: 'root' })).status
    assert.equal(await remove(';version=0/25@25'), 200)
    assert.equal(await remove(';version=0/25@25'), 404)
    assert.deepEqual(await listed('?version=0'), ['0@25'])
    assert.equal(await remove('?version=1'), 200)
    assert.deepEqual(await listed(), ['0@25'])
    assert.equal(await remove(''), 200)
    assert.equal(await listed(), undefined)
  })

  describe('without credentials', () => {
    const open = async (query: string) => {
      const line = `GET /item/${item}?content=thumbnail&noauth-url=true${query}`
      return (await ask(line, { by: 'root' })).body.thumbnails.uri[0] as string
    }
    const byNobody = (path: string) => ask(`GET ${path}`, { by: 'nobody', accept: '*/*' }).buffer(true)

    beforeEach(() => put('/0@25'))

    for (const [baseURI, starts] of [
      ['http://h/APInoauth/', /^http:\/\/h\/APInoauth\/thumbnail\//],
      ['/APInoauth/', /^http:\/\/127\.0\.0\.1:\d+\/APInoauth\/thumbnail\//],
      [undefined, /^http:\/\/127\.0\.0\.1:\d+\/APInoauth\/thumbnail\//],
    ] as const)
      it(`has a URL below ${baseURI ?? 'APInoauth of this server'}`, async () => {
        const uri = await open(baseURI === undefined ? '' : `&baseURI=${baseURI}`)
        assert.match(uri, starts)
        const { pathname, search } = new URL(uri)
        assert.deepEqual(pathname.split('/').slice(1), [
          ...['APInoauth', 'thumbnail', 'VX-1', `${item};version=0`, '0@25'],
        ])
        assert.match(search, /^\?hash=[0-9a-f]{32}$/)
        const { status, body, headers } = await byNobody(pathname + search)
        assert.deepEqual([status, body], [200, JPEG])
        assert.equal(headers['cross-origin-resource-policy'], 'cross-origin')
      })

    it('is refused with any other hash, like one that does not exist', async () => {
      const { pathname, search } = new URL(await open(''))
      const wrong = [
        ...[pathname, `${pathname}?hash=`, `${pathname}?hash=${'0'.repeat(32)}`],
        ...[
          `${pathname.replace('0@25', '1@25')}${search}`,
          `/APInoauth/thumbnail/VX-1/VX-999999/0@25${search}`,
        ],
      ]
      for (const path of wrong) assert.equal((await byNobody(path)).status, 403, path)
    })

    it('is the representative one in metadata, relative to the server', async () => {
      const { terse } = (await ask(`GET /item/${item}?content=metadata&terse=true`, { by: 'root' })).body
      const { representativeThumbnail: [closed] = [], representativeThumbnailNoAuth: [first] = [] } = terse
      assert.equal(closed.value, `/API/thumbnail/VX-1/${item};version=0/0@25`)
      assert.equal((await byNobody(first.value)).status, 200)
    })
  })

  it('needs a role, an item and the resource VX-1', async () => {
    await put('/0@25')
    for (const [line, by, status, named] of [
      [`GET /thumbnail/VX-1/${item}`, 'ann', 403, '_thumbnail_read'],
      [`DELETE /thumbnail/VX-1/${item}`, 'ann', 403, '_thumbnail_write'],
      ['GET /thumbnail/VX-1/VX-999999', 'root', 404, 'Item'],
      [`GET /thumbnail/VX-2/${item}`, 'root', 404, 'resource'],
    ] as const) {
      const answer = await ask(line, { by })
      assert.equal(answer.status, status, line)
      assert.ok(answer.text.includes(named), answer.text)
    }
  })
})
