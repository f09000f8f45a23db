/** Storages and their methods, as clients see them (wire-media.md §§1, 10). */
import assert from 'node:assert/strict'
import { pathToFileURL } from 'node:url'
import { type Api, api } from '../../api.ts'

const JSON_TYPE = 'application/json'
const auth = ['admin', 'admin'] as const

describe('Storages', () => {
  let served: Api
  let root: string
  before(async () => {
    served = await api()
    root = `${pathToFileURL(served.mediaRoot).href}/`
  })
  after(() => served[Symbol.asyncDispose]())

  const ask = (method: 'get' | 'put' | 'post' | 'delete', path: string, accept = JSON_TYPE) =>
    served.request[method](path)
      .auth(...auth)
      .set('Accept', accept)

  async function storage(at = root): Promise<string> {
    const { body } = await ask('post', '/API/storage').send({ method: [{ uri: at }] })
    return body.id
  }

  it('are created from a document whose numbers and booleans are texts', async () => {
    const { status, body } = await ask('post', '/API/storage').send({
      type: 'LOCAL',
      capacity: '1500000',
      lowWatermarkPercentage: '90',
      method: [{ uri: 'file:///srv/media', read: 'true', write: 'true', browse: 'true' }],
      metadata: { field: [{ key: 'name', value: 'media' }] },
    })
    assert.equal(status, 200)
    const { lowWatermark, freeCapacity, capacity, state, method, scanInterval } = body
    assert.deepEqual(
      { lowWatermark, freeCapacity, capacity, state, type: method[0].type, uri: method[0].uri, scanInterval },
      {
        ...{ lowWatermark: 1_350_000, freeCapacity: 1_500_000, capacity: 1_500_000, state: 'NONE' },
        ...{ type: 'NONE', uri: 'file:///srv/media/', scanInterval: 60 },
      },
    )
    const again = await ask('get', `/API/storage/${body.id}`)
    assert.deepEqual(again.body, body)
  })

  it('are listed without the number of hits', async () => {
    const id = await storage()
    const { body } = await ask('get', '/API/storage')
    assert.deepEqual(Object.keys(body), ['storage'])
    assert.ok(body.storage.some((one: { id: string }) => one.id === id))
    assert.match((await ask('get', '/API/storage', 'text/plain')).text, new RegExp(`^${id}\r$`, 'm'))
  })

  for (const [filter, isListed] of [
    ['size=1000-', true],
    ['size=-1000', false],
    ['freebytes=0-5000', true],
    ['files=0-0', true],
    ['files=1-', false],
    ['status=NONE', true],
    ['status=-NONE', false],
    ['url=file%3A%2F%2F%2Fsrv%2Ffiltered%2F', true],
    ['url=file%3A%2F%2F%2Fsrv%2Fother%2F', false],
  ] as const)
    it(`are ${isListed ? '' : 'not '}listed with ${filter}`, async () => {
      const document = { capacity: 4_000, method: [{ uri: 'file:///srv/filtered/' }] }
      const { body: made } = await ask('post', '/API/storage').send(document)
      const { body } = await ask('get', `/API/storage?${filter}`)
      const ids = (body.storage ?? []).map(({ id }: { id: string }) => id)
      assert.equal(ids.includes(made.id), isListed)
    })

  it('refuse a range that is none', async () => {
    const { status, body } = await ask('get', '/API/storage?size=large')
    assert.equal(status, 400)
    assert.equal(body.invalidInput.value, 'large')
  })

  it('that do not exist are 404 of the type Storage', async () => {
    const { status, body } = await ask('get', '/API/storage/VX-1000000')
    assert.equal(status, 404)
    assert.equal(body.notFound.type, 'Storage')
    assert.equal((await ask('get', '/API/storage/nothing')).status, 404)
  })

  it('are replaced by a PUT and keep their id', async () => {
    const id = await storage()
    const { body } = await ask('put', `/API/storage/${id}`).send({
      capacity: 10,
      metadata: { field: [{ key: 'name', value: 'new' }] },
    })
    assert.equal(body.id, id)
    assert.deepEqual(body.metadata, { field: [{ key: 'name', value: 'new' }] })
    assert.equal(body.method[0].uri, root)
  })

  it('are deleted with 204, and then do not exist', async () => {
    const id = await storage()
    const { status, text } = await ask('delete', `/API/storage/${id}`)
    assert.deepEqual([status, text], [204, ''])
    assert.equal((await ask('delete', `/API/storage/${id}`)).status, 404)
  })

  it('with files are not deleted if that shall be safe', async () => {
    const id = await storage()
    await ask('post', `/API/storage/${id}/file?path=safe.mov`)
    const { status, body } = await ask('delete', `/API/storage/${id}?safe=true`)
    assert.equal(status, 409)
    assert.equal(body.conflict.explanation, 'the storage has 1 files')
  })

  it('tell their state and free space as text', async () => {
    const { body } = await ask('post', '/API/storage').send({ capacity: 77 })
    assert.equal((await ask('get', `/API/storage/${body.id}/status`, '*/*')).text, 'NONE')
    assert.equal((await ask('get', `/API/storage/${body.id}/freespace`, '*/*')).text, '77')
  })

  it('have key-value metadata', async () => {
    const id = await storage()
    const path = `/API/storage/${id}/metadata`
    await ask('put', `${path}/name`).type('text/plain').send('media')
    await ask('put', path).send({ field: [{ key: 'excludefilter', value: '\\..*' }] })
    assert.equal((await ask('get', `${path}/name`, 'text/plain')).text, 'media')
    assert.deepEqual((await ask('get', path)).body.field.map(({ key }: { key: string }) => key).toSorted(), [
      'excludefilter',
      'name',
    ])
    await ask('delete', `${path}/name`)
    assert.equal((await ask('get', `${path}/name`, 'text/plain')).status, 404)
  })

  describe('have methods:', () => {
    it('one with the same root is changed rather than added', async () => {
      const id = await storage()
      const add = `/API/storage/${id}/method?url=file%3A%2F%2F%2Fsrv%2Fx%2F`
      const { text } = await ask('put', add, 'text/plain')
      assert.match(text, /^VX-\d+\tfile:\/\/\/srv\/x\/\tNONE\r\n$/)
      assert.equal((await ask('put', `${add}&read=false`, 'text/plain')).text, text)
      const [method] = text.split('\t')
      const { body } = await ask('get', `/API/storage/${id}/method/${method}`)
      assert.equal(body.method[0].read, false)
      assert.equal((await ask('get', `/API/storage/${id}/method?read=false&url=*x*`)).body.method.length, 1)
    })

    it('a method without a root is invalid input', async () => {
      const id = await storage()
      const { status, text } = await ask('put', `/API/storage/${id}/method/VX-9?read=False`, 'text/plain')
      assert.equal(status, 400)
      const lines = ['400 An invalid parameter was entered', 'Context: storage', `ID: ${id}`]
      assert.equal(text, [...lines, 'Reason: invalid method url', ''].join('\r\n'))
    })

    it('an unknown one is 404 to change, and an empty list to read', async () => {
      const id = await storage()
      const { status, text } = await ask(
        'put',
        `/API/storage/${id}/method/VX-99999?url=file:///y/`,
        'text/plain',
      )
      assert.equal(status, 404)
      assert.match(text, /Type: storage-method/)
      const read = await ask('get', `/API/storage/${id}/method/VX-99999`)
      assert.deepEqual([read.status, read.body], [200, {}])
    })

    it('the URIs of files follow them', async () => {
      const id = await storage('file:///srv/old/')
      const { body } = await ask('post', `/API/storage/${id}/file?path=a%20b.mov`)
      const { body: methods } = await ask('get', `/API/storage/${id}/method`)
      await ask('put', `/API/storage/${id}/method/${methods.method[0].id}?url=file:///srv/new/`)
      const again = await ask('get', `/API/storage/file/${body.id}`)
      assert.deepEqual(again.body.uri, ['file:///srv/new/a%20b.mov'])
    })
  })
})
